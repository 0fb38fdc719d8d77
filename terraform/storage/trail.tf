locals {
  trail_name   = "${local.name}-objects"
  trail_arn    = "arn:${local.partition}:cloudtrail:${var.region}:${local.account}:trail/${local.trail_name}"
  trail_prefix = "trail"

  trail_statements = [
    {
      Sid       = "TrailLooksAtBucket"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:GetBucketAcl"
      Resource  = local.log_bucket_arn
      Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
    },
    {
      Sid       = "TrailWrites"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "${local.log_bucket_arn}/${local.trail_prefix}/AWSLogs/${local.account}/*"
      Condition = {
        StringEquals = {
          "aws:SourceArn" = local.trail_arn
          "s3:x-amz-acl"  = "bucket-owner-full-control"
        }
      }
    },
  ]
}

# Records who read and wrote which object. Management events are left to the account's own trail.
resource "aws_cloudtrail" "objects" {
  count = var.data_events ? 1 : 0

  name                          = local.trail_name
  s3_bucket_name                = aws_s3_bucket.logs["logs"].id
  s3_key_prefix                 = local.trail_prefix
  enable_log_file_validation    = true
  include_global_service_events = false
  is_multi_region_trail         = false

  advanced_event_selector {
    name = "Objects of A and B"

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }

    field_selector {
      field       = "resources.ARN"
      starts_with = [for arn in values(local.bucket_arns) : "${arn}/"]
    }
  }

  depends_on = [aws_s3_bucket_policy.logs]
}
