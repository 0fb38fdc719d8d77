locals {
  with_logs       = var.access_logs || var.data_events
  log_bucket      = "${local.name}-${local.account}-logs"
  log_bucket_arn  = "arn:${local.partition}:s3:::${local.log_bucket}"
  access_prefix   = "access/"
  log_bucket_keys = local.with_logs ? toset(["logs"]) : toset([])

  log_statements = concat(
    [local.deny_insecure_transport["logs"]],
    var.access_logs ? [{
      Sid       = "AccessLogs"
      Effect    = "Allow"
      Principal = { Service = "logging.s3.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "${local.log_bucket_arn}/${local.access_prefix}*"
      Condition = {
        ArnEquals    = { "aws:SourceArn" = values(local.bucket_arns) }
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    }] : [],
    var.data_events ? local.trail_statements : [],
  )

  log_policy = jsonencode({ Version = "2012-10-17", Statement = local.log_statements })
}

# Always encrypted with S3's own key: S3 delivers no access logs into a bucket with a customer key.
resource "aws_s3_bucket" "logs" {
  for_each = local.log_bucket_keys

  bucket        = local.log_bucket
  force_destroy = false

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "logs" {
  for_each = local.log_bucket_keys

  bucket = aws_s3_bucket.logs[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  for_each = local.log_bucket_keys

  bucket = aws_s3_bucket.logs[each.key].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "logs" {
  for_each = local.log_bucket_keys

  bucket                  = aws_s3_bucket.logs[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  for_each = local.log_bucket_keys

  bucket = aws_s3_bucket.logs[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "logs" {
  for_each = local.log_bucket_keys

  bucket = aws_s3_bucket.logs[each.key].id
  policy = local.log_policy

  depends_on = [aws_s3_bucket_public_access_block.logs]
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  for_each = local.log_bucket_keys

  bucket = aws_s3_bucket.logs[each.key].id

  rule {
    id     = "expire-logs"
    status = "Enabled"

    filter {}

    expiration {
      days = var.log_days
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.logs]
}

resource "aws_s3_bucket_logging" "images" {
  for_each = var.access_logs ? local.buckets : {}

  bucket        = aws_s3_bucket.images[each.key].id
  target_bucket = aws_s3_bucket.logs["logs"].id
  target_prefix = "${local.access_prefix}${each.value.name}/"

  # S3 checks at once whether it may write there.
  depends_on = [aws_s3_bucket_policy.logs]
}
