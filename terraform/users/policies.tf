locals {
  bucket_arns = {
    for key in ["a", "b"] : key => "arn:${local.partition}:s3:::${data.aws_ssm_parameter.storage["bucket_${key}"].insecure_value}"
  }
  kms_key_arn = data.aws_ssm_parameter.storage["kms_key_arn"].insecure_value

  # Reading is GetObject. Writing is PutObject and what a large upload in parts needs: to list its parts when it goes on
  # after a break, and to give it up. Deleting is in neither: a mistake could take an original away, so it has a
  # variable of its own. It only hides the object; the versions stay.
  object_actions = {
    for key, user in var.users : key => sort(concat(
      ["s3:GetObject"],
      user.access == "read-write" ? ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"] : [],
      user.delete ? ["s3:DeleteObject"] : [],
    ))
  }

  list_statements = {
    for key, user in var.users : key => merge(
      {
        Sid      = "List"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = local.bucket_arns[user.bucket]
      },
      user.prefix == "" ? {} : { Condition = { StringLike = { "s3:prefix" = "${user.prefix}*" } } },
    )
  }

  object_statements = {
    for key, user in var.users : key => {
      Sid      = "Objects"
      Effect   = "Allow"
      Action   = local.object_actions[key]
      Resource = "${local.bucket_arns[user.bucket]}/${user.prefix}*"
    }
  }

  # The key can be used only through S3. Whoever writes needs Decrypt too: S3 decrypts the parts of an upload to put
  # them together.
  key_statements = {
    for key, user in var.users : key => {
      Sid       = "Key"
      Effect    = "Allow"
      Action    = user.access == "read-write" ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"]
      Resource  = local.kms_key_arn
      Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.${data.aws_partition.this.dns_suffix}" } }
    } if local.kms_key_arn != "none"
  }

  policies = {
    for key in keys(var.users) : key => jsonencode({
      Version = "2012-10-17"
      Statement = concat(
        [local.list_statements[key], local.object_statements[key]],
        [for statement in [lookup(local.key_statements, key, null)] : statement if statement != null],
      )
    })
  }
}

# One policy for the user and the role of the same name: what a person may do does not depend on how they sign in.
resource "aws_iam_policy" "this" {
  for_each = var.users

  name        = local.user_names[each.key]
  description = "${each.value.access} on bucket ${upper(each.value.bucket)} of ${local.name}, and nothing else."
  policy      = local.policies[each.key]
}
