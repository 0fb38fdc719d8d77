# The parameters that other stacks write, and those that this stack writes for scripts. `insecure_value` keeps them
# plain strings: `value` would make everything that follows from a bucket's name a secret.

data "aws_ssm_parameter" "bucket_a" {
  name = "${local.parameters}/storage/bucket_a"
}

data "aws_ssm_parameter" "bucket_b" {
  name = "${local.parameters}/storage/bucket_b"
}

data "aws_ssm_parameter" "kms_key_arn" {
  name = "${local.parameters}/storage/kms_key_arn"
}

data "aws_ssm_parameter" "repository_url" {
  name = "${local.parameters}/registry/repository_url"
}

data "aws_ssm_parameter" "live_image" {
  name = "${local.parameters}/registry/live_image"
}

locals {
  bucket_a       = data.aws_ssm_parameter.bucket_a.insecure_value
  bucket_b       = data.aws_ssm_parameter.bucket_b.insecure_value
  kms_key_arn    = data.aws_ssm_parameter.kms_key_arn.insecure_value # "none" if there is no key
  repository_url = data.aws_ssm_parameter.repository_url.insecure_value
  live_image     = data.aws_ssm_parameter.live_image.insecure_value # a tag; "none" until the first push

  # None of them names a version of the function: otherwise a deploy would make the next plan non-empty.
  said = {
    name      = aws_lambda_function.function.function_name
    alias_arn = aws_lambda_alias.live.arn
    queue_url = aws_sqs_queue.objects.url
    dlq_url   = aws_sqs_queue.dead_letters.url

    backlog_alias_arn = var.backlog ? aws_lambda_alias.backlog[0].arn : "none"
  }
}

resource "aws_ssm_parameter" "said" {
  for_each = local.said

  name           = "${local.parameters}/function/${each.key}"
  type           = "String"
  insecure_value = each.value
}
