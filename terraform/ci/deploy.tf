# What scripts/deploy and scripts/rollback may do: push the image, publish a version, try it, move the alias, write the
# parameter.
locals {
  # In B the trial's keys stand behind the text that output_key of the stack function begins with.
  smoke_arns = ["arn:${local.partition}:s3:::${local.bucket_a}/_stripmeta/smoke/*", "arn:${local.partition}:s3:::${local.bucket_b}/*_stripmeta/smoke/*"]

  deploy_statements = concat([
    {
      Sid      = "RegistryLogin"
      Effect   = "Allow"
      Action   = "ecr:GetAuthorizationToken"
      Resource = "*" # AWS knows no narrower one
    },
    {
      # BatchDeleteImage takes the tag live-* off an image that is neither live nor the one to roll back to.
      Sid    = "Push"
      Effect = "Allow"
      Action = [
        "ecr:BatchCheckLayerAvailability", "ecr:BatchDeleteImage", "ecr:BatchGetImage", "ecr:CompleteLayerUpload",
        "ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
      ]
      Resource = local.repository_arn
    },
    {
      Sid      = "NewVersion"
      Effect   = "Allow"
      Action   = ["lambda:InvokeFunction", "lambda:PublishVersion", "lambda:UpdateAlias", "lambda:UpdateFunctionCode"]
      Resource = local.function_arns
    },
    {
      Sid      = "LiveImage"
      Effect   = "Allow"
      Action   = "ssm:PutParameter"
      Resource = "${local.parameter_arn}/registry/live_image"
    },
    {
      # Versions too: without DeleteObjectVersion, a deleted object would stay as an old version.
      Sid    = "SmokeObjects"
      Effect = "Allow"
      Action = [
        "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject",
      ]
      Resource = local.smoke_arns
    },
    {
      Sid       = "SmokeVersions"
      Effect    = "Allow"
      Action    = "s3:ListBucketVersions"
      Resource  = local.image_bucket_arns
      Condition = { StringLike = { "s3:prefix" = "*_stripmeta/smoke/*" } }
    },
    ],
    local.kms_key_arn == "none" ? [] : [{
      Sid       = "SmokeKey"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = local.kms_key_arn
      Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.${data.aws_partition.this.dns_suffix}" } }
    }],
  )

  # Writing the state, and the lock beside it.
  state_write_statements = [
    {
      Sid      = "StateWrite"
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = ["${local.state_bucket_arn}/${local.state_path}/*.tfstate", "${local.state_bucket_arn}/${local.state_path}/*.tfstate.tflock"]
    },
    {
      Sid      = "StateUnlock"
      Effect   = "Allow"
      Action   = "s3:DeleteObject"
      Resource = "${local.state_bucket_arn}/${local.state_path}/*.tfstate.tflock"
    },
  ]
}
