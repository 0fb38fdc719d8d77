# The stack "function": everything between bucket A and bucket B. The buckets and the registry are other stacks', known
# here by their parameters.

locals {
  stack = "function"
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}
