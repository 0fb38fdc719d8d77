locals {
  stack = "ci"

  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition

  plan_role   = "${local.name}-plan"
  deploy_role = "${local.name}-deploy"
}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

# What the stack storage wrote: the buckets' names may be of somebody's own choice.
data "aws_ssm_parameter" "storage" {
  for_each = toset(["bucket_a", "bucket_b", "kms_key_arn"])

  name = "${local.parameters}/storage/${each.key}"
}
