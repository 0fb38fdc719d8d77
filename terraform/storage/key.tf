locals {
  create_key  = var.kms_key == "create"
  kms_key_arn = local.create_key ? aws_kms_key.images[0].arn : var.kms_key == "none" ? null : var.kms_key

  # The key's policy leaves everything to IAM: whoever uses the key needs a policy of their own. Every action is named,
  # so that no wildcard can grant more.
  key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AccountByIamPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
      Action = [
        "kms:CancelKeyDeletion",
        "kms:CreateAlias",
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:DeleteAlias",
        "kms:DescribeKey",
        "kms:DisableKey",
        "kms:DisableKeyRotation",
        "kms:EnableKey",
        "kms:EnableKeyRotation",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListGrants",
        "kms:ListKeyPolicies",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:RevokeGrant",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
      ]
      Resource = "*" # in a key's policy this means the key itself
    }]
  })
}

resource "aws_kms_key" "images" {
  count = local.create_key ? 1 : 0

  description             = "Encrypts the objects of the buckets of ${local.name}."
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = local.key_policy

  lifecycle {
    prevent_destroy = true # without the key no object can ever be read again
  }
}

resource "aws_kms_alias" "images" {
  count = local.create_key ? 1 : 0

  name          = "alias/${local.name}-images"
  target_key_id = aws_kms_key.images[0].key_id
}
