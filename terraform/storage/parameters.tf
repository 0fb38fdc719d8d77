# What the other stacks know of this one. SSM takes no empty value, so "none" means that there is no key.
resource "aws_ssm_parameter" "this" {
  for_each = {
    bucket_a    = aws_s3_bucket.images["a"].bucket
    bucket_b    = aws_s3_bucket.images["b"].bucket
    kms_key_arn = local.kms_key_arn == null ? "none" : local.kms_key_arn
  }

  name           = "${local.parameters}/storage/${each.key}"
  description    = "Written by the stack storage."
  type           = "String"
  insecure_value = each.value
}
