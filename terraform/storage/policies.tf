locals {
  # The bucket policies of A and B allow nobody anything: the stacks' roles and users have policies of their own.
  deny_insecure_transport = {
    for key, arn in merge(local.bucket_arns, { logs = local.log_bucket_arn }) : key => {
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [arn, "${arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }
  }

  bucket_policies = {
    for key in keys(local.buckets) : key => jsonencode({
      Version   = "2012-10-17"
      Statement = [local.deny_insecure_transport[key]]
    })
  }
}
