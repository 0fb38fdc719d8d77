locals {
  stack = "users"

  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

# The parameters that the stack storage wrote. They are read as `insecure_value`: names of buckets are no secret, and
# `value` would make every policy one.
data "aws_ssm_parameter" "storage" {
  for_each = toset(["bucket_a", "bucket_b", "kms_key_arn"])

  name = "${local.parameters}/storage/${each.key}"
}
