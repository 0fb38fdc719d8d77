resource "aws_ssm_parameter" "this" {
  for_each = {
    repository_url = aws_ecr_repository.images.repository_url
    repository_arn = aws_ecr_repository.images.arn
  }

  name           = "${local.parameters}/registry/${each.key}"
  description    = "Written by the stack registry."
  type           = "String"
  insecure_value = each.value
}

# The tag of the live image. Terraform makes the parameter; scripts/deploy and scripts/rollback write it.
resource "aws_ssm_parameter" "live_image" {
  name           = "${local.parameters}/registry/live_image"
  description    = "Tag of the live image, \"none\" before the first push. Written by scripts/deploy and scripts/rollback."
  type           = "String"
  insecure_value = "none"

  lifecycle {
    ignore_changes = [insecure_value, value]
  }
}
