# The stack "function": everything between bucket A and bucket B. The buckets and the registry belong to other stacks;
# this one reads their names from parameters.

locals {
  stack = "function"
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}
