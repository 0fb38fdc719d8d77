resource "aws_s3_bucket_lifecycle_configuration" "images" {
  for_each = local.buckets

  bucket = aws_s3_bucket.images[each.key].id

  # The parts that a killed upload leaves behind cost money, and nobody sees them.
  rule {
    id     = "abort-incomplete-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  dynamic "rule" {
    for_each = each.value.tiering ? [1] : []

    content {
      id     = "intelligent-tiering"
      status = "Enabled"

      # For small objects, watching and moving cost more than they save.
      filter {
        object_size_greater_than = var.tiering_least_bytes
      }

      transition {
        days          = var.tiering_days
        storage_class = "INTELLIGENT_TIERING"
      }
    }
  }

  dynamic "rule" {
    for_each = each.value.noncurrent_days == null ? [] : [each.value.noncurrent_days]

    content {
      id     = "expire-noncurrent-versions"
      status = "Enabled"

      filter {}

      noncurrent_version_expiration {
        noncurrent_days = rule.value
      }

      # Otherwise a deleted object leaves an empty delete marker for ever.
      expiration {
        expired_object_delete_marker = true
      }
    }
  }

  # A rule about noncurrent versions needs a bucket that has versioning already.
  depends_on = [aws_s3_bucket_versioning.images]
}
