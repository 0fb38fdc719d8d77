output "buckets" {
  description = "Names of the buckets, by their letter, a or b."
  value       = { for key, bucket in aws_s3_bucket.images : key => bucket.id }
}

output "kms_key_arn" {
  description = "ARN of the key that encrypts the objects, or \"none\" if they are encrypted with S3's own."
  value       = aws_ssm_parameter.this["kms_key_arn"].insecure_value
}

output "log_bucket" {
  description = "Name of the bucket of access logs and data events; null if there is none."
  value       = local.with_logs ? aws_s3_bucket.logs["logs"].id : null
}
