locals {
  stack = "storage"

  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition

  # Both buckets: every resource that both have is a for_each over this map.
  buckets = {
    for key in ["a", "b"] : key => {
      name            = coalesce(lookup(var.bucket_names, key, null), "${local.name}-${local.account}-${key}")
      tiering         = key == "b" && var.tiering_enabled
      noncurrent_days = lookup(var.noncurrent_days, key, null)
    }
  }

  bucket_arns = { for key, bucket in local.buckets : key => "arn:${local.partition}:s3:::${bucket.name}" }
}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}
