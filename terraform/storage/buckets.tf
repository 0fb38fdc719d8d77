resource "aws_s3_bucket" "images" {
  for_each = local.buckets

  bucket        = each.value.name
  force_destroy = false

  lifecycle {
    prevent_destroy = true # Terraform takes only a literal here; docs/operations.md says how to delete the buckets

    # Checked here, since a given name may be the other bucket's default name, which the variable does not know.
    precondition {
      condition     = local.buckets["a"].name != local.buckets["b"].name
      error_message = "bucket_names: A and B would both be ${each.value.name}. In one bucket, each cleaned object would be cleaned again for ever."
    }
  }
}

resource "aws_s3_bucket_versioning" "images" {
  for_each = local.buckets

  bucket = aws_s3_bucket.images[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "images" {
  for_each = local.buckets

  bucket = aws_s3_bucket.images[each.key].id

  rule {
    # The bucket key is one data key for many objects: without it, every object costs a request to KMS.
    bucket_key_enabled = local.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = local.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = local.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "images" {
  for_each = local.buckets

  bucket                  = aws_s3_bucket.images[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "images" {
  for_each = local.buckets

  bucket = aws_s3_bucket.images[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "images" {
  for_each = local.buckets

  bucket = aws_s3_bucket.images[each.key].id
  policy = local.bucket_policies[each.key]

  # S3 refuses two changes to one bucket's access at the same time.
  depends_on = [aws_s3_bucket_public_access_block.images]
}
