# The most that the functions' roles, the users and the roles for single sign-on can ever do, whatever policies they are
# given. The deploy role makes and changes such roles and users only if they have this boundary, and it cannot change
# the boundary. So it can give away no right that is not listed here. The stacks that set it know it by name.
locals {
  boundary_name = "${local.name}-boundary"
  boundary_arn  = "${local.iam}:policy/${local.boundary_name}"

  backlog_list_arns = [for bucket in var.backlog_list_buckets : "arn:${local.partition}:s3:::${bucket}"]

  boundary_statements = concat([
    {
      Sid    = "Objects"
      Effect = "Allow"
      Action = [
        "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion",
        "s3:GetObjectVersionTagging", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging",
      ]
      Resource = [for arn in local.image_bucket_arns : "${arn}/*"]
    },
    {
      Sid      = "ListBuckets"
      Effect   = "Allow"
      Action   = "s3:ListBucket"
      Resource = local.image_bucket_arns
    },
    {
      Sid      = "Messages"
      Effect   = "Allow"
      Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
      Resource = local.queue_arns
    },
    {
      Sid      = "Log"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = [for arn in local.log_groups : "${arn}:*"]
    },
    {
      # What else a job of S3 Batch Operations does: it calls the function, and has S3 list bucket A.
      Sid      = "Call"
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = "${local.backlog_arn}:*"
    },
    {
      Sid      = "ListForJob"
      Effect   = "Allow"
      Action   = "s3:PutInventoryConfiguration"
      Resource = "arn:${local.partition}:s3:::${local.bucket_a}"
    },
    {
      Sid      = "FindForJob"
      Effect   = "Allow"
      Action   = "s3:GetBucketLocation"
      Resource = concat(local.image_bucket_arns, local.backlog_list_arns)
    },
    {
      # Any key, since the key of the queues is a variable of the stack function; but only through S3 and SQS.
      Sid      = "Keys"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:${local.partition}:kms:${var.region}:*:key/*"
      Condition = {
        StringEquals = { "kms:ViaService" = [for service in ["s3", "sqs"] : "${service}.${var.region}.${data.aws_partition.this.dns_suffix}"] }
      }
    },
    {
      # Traces and network interfaces, if the stack function turns them on. AWS knows no narrower resource for them.
      Sid    = "TracesAndNetwork"
      Effect = "Allow"
      Action = [
        "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
      ]
      Resource = "*"
    },
    ],
    length(var.backlog_list_buckets) == 0 ? [] : [{
      Sid      = "Lists"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:GetObjectVersion"]
      Resource = [for arn in local.backlog_list_arns : "${arn}/*"]
    }],
  )
}

resource "aws_iam_policy" "boundary" {
  name        = local.boundary_name
  description = "The most that the roles and users of ${local.name} can ever do: set as their permissions boundary."
  policy      = jsonencode({ Version = "2012-10-17", Statement = local.boundary_statements })
}
