locals {
  stack = "ci"

  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition

  plan_role   = "${local.name}-plan"
  deploy_role = "${local.name}-deploy"
}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

# The parameters that the stack storage wrote: somebody may have chosen other names for the buckets.
data "aws_ssm_parameter" "storage" {
  for_each = toset(["bucket_a", "bucket_b", "kms_key_arn"])

  name = "${local.parameters}/storage/${each.key}"
}
