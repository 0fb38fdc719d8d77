output "buckets" {
  description = "Names of the buckets, by their letter."
  value       = { for key, bucket in aws_s3_bucket.images : key => bucket.id }
}

output "kms_key_arn" {
  description = "The key that encrypts the objects, or \"none\": S3's own."
  value       = aws_ssm_parameter.this["kms_key_arn"].insecure_value
}

output "log_bucket" {
  description = "The bucket of access logs and data events, or null."
  value       = local.with_logs ? aws_s3_bucket.logs["logs"].id : null
}
