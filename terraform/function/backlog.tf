# With backlog = true: a second function of the same image, which jobs of S3 Batch Operations call, and the role of such
# a job. It is a second function because a job calls as fast as it can: it has a concurrency of its own, and takes none
# away from the objects that come by the queue. See docs/decisions/0010-a-second-function-for-the-backlog.md.

locals {
  backlog_name  = "${local.name}-backlog"
  backlog_count = var.backlog ? 1 : 0

  # Jobs keep their lists of objects and their reports in B. In A they would be objects to clean, and a log bucket
  # exists only with some variables of the stack storage.
  backlog_folder_arn = "${local.bucket_b_arn}/_stripmeta/backlog/*"
  backlog_list_arns  = [for bucket in var.backlog_list_buckets : "arn:${local.partition}:s3:::${bucket}"]

  backlog_statements = concat(local.object_statements, local.running_statements["backlog"])

  job_statements = concat(
    [
      {
        Sid      = "CallWhatIsLive"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = aws_lambda_alias.backlog[*].arn
      },
      {
        # S3 uses its inventories to list A for a job. No inventory configuration stays in the bucket.
        Sid      = "ListA"
        Effect   = "Allow"
        Action   = ["s3:PutInventoryConfiguration"]
        Resource = [local.bucket_a_arn]
      },
      {
        Sid      = "FindBuckets"
        Effect   = "Allow"
        Action   = ["s3:GetBucketLocation"]
        Resource = concat([local.bucket_b_arn], local.backlog_list_arns)
      },
      {
        Sid      = "ReadLists"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource = concat([local.backlog_folder_arn], [for arn in local.backlog_list_arns : "${arn}/*"])
      },
      {
        Sid      = "WriteReports"
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = [local.backlog_folder_arn]
      },
    ],
    local.key_statements,
  )

  # Only jobs of this account and region: nobody else must be able to make S3 use the role for a job of theirs.
  job_trust = {
    Version = "2012-10-17"
    Statement = [{
      Sid       = "BatchOperations"
      Effect    = "Allow"
      Principal = { Service = "batchoperations.s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:s3:${var.region}:${data.aws_caller_identity.current.account_id}:job/*" }
      }
    }]
  }
}

resource "aws_lambda_function" "backlog" {
  count = local.backlog_count

  function_name = local.backlog_name
  description   = "As ${local.name}, for jobs of S3 Batch Operations (scripts/backlog)."
  role          = aws_iam_role.backlog[0].arn

  package_type  = "Image"
  image_uri     = "${local.repository_url}:${local.live_image}"
  architectures = [var.architecture]
  publish       = true

  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.backlog_concurrency == null ? -1 : var.backlog_concurrency

  environment {
    variables = local.environment
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.backlog[0].name
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = var.vpc == null ? [] : [var.vpc]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  # The preconditions about the image and the buckets are on the other function.
  lifecycle {
    ignore_changes = [image_uri]
  }

  depends_on = [aws_iam_role_policy.backlog]
}

# scripts/deploy moves it together with the other function's alias.
resource "aws_lambda_alias" "backlog" {
  count = local.backlog_count

  name             = "live"
  description      = "The version that scripts/deploy tried last."
  function_name    = aws_lambda_function.backlog[0].function_name
  function_version = aws_lambda_function.backlog[0].version

  lifecycle {
    ignore_changes = [function_version]
  }
}

resource "aws_cloudwatch_log_group" "backlog" {
  count = local.backlog_count

  name              = "/aws/lambda/${local.backlog_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "backlog" {
  count = local.backlog_count

  name                 = local.backlog_name
  description          = "What the function ${local.backlog_name} may do."
  assume_role_policy   = jsonencode(local.trust)
  permissions_boundary = local.boundary_arn
}

resource "aws_iam_role_policy" "backlog" {
  count = local.backlog_count

  name   = "backlog"
  role   = aws_iam_role.backlog[0].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.backlog_statements })
}

resource "aws_iam_role" "job" {
  count = local.backlog_count

  name                 = "${local.backlog_name}-job"
  description          = "What a job of S3 Batch Operations that calls ${local.backlog_name} may do."
  assume_role_policy   = jsonencode(local.job_trust)
  permissions_boundary = local.boundary_arn
}

resource "aws_iam_role_policy" "job" {
  count = local.backlog_count

  name   = "job"
  role   = aws_iam_role.job[0].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.job_statements })
}
