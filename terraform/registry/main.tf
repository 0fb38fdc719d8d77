locals {
  stack = "registry"

  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}
