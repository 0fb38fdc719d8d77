# What the provider reads while it plans: the project's own resources. Resource "*" only if AWS knows no narrower one.
locals {
  read_statements = concat([
    {
      Sid    = "Buckets"
      Effect = "Allow"
      Action = [
        "s3:GetAccelerateConfiguration", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLocation", "s3:GetBucketLogging",
        "s3:GetBucketNotification", "s3:GetBucketObjectLockConfiguration", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning",
        "s3:GetBucketWebsite", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration",
        "s3:ListBucket", "s3:ListTagsForResource",
      ]
      Resource = local.bucket_arns
    },
    {
      Sid      = "Parameters"
      Effect   = "Allow"
      Action   = ["ssm:GetParameter", "ssm:GetParameters", "ssm:ListTagsForResource"]
      Resource = "${local.parameter_arn}/*"
    },
    {
      Sid    = "Repository"
      Effect = "Allow"
      Action = [
        "ecr:DescribeImages", "ecr:DescribeRepositories", "ecr:GetLifecyclePolicy", "ecr:GetRepositoryPolicy", "ecr:ListImages",
        "ecr:ListTagsForResource",
      ]
      Resource = local.repository_arn
    },
    {
      Sid    = "Function"
      Effect = "Allow"
      Action = [
        "lambda:GetAlias", "lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig", "lambda:GetFunctionConcurrency",
        "lambda:GetFunctionConfiguration", "lambda:GetFunctionEventInvokeConfig", "lambda:GetFunctionRecursionConfig",
        "lambda:GetPolicy", "lambda:GetRuntimeManagementConfig", "lambda:ListAliases", "lambda:ListTags", "lambda:ListVersionsByFunction",
      ]
      Resource = local.function_arns
    },
    {
      Sid      = "EventSourceMapping"
      Effect   = "Allow"
      Action   = ["lambda:GetEventSourceMapping", "lambda:ListTags"]
      Resource = local.mapping_arn
    },
    {
      Sid      = "Queues"
      Effect   = "Allow"
      Action   = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"]
      Resource = local.queue_arns
    },
    {
      Sid      = "Logs"
      Effect   = "Allow"
      Action   = ["logs:ListTagsForResource", "logs:DescribeMetricFilters"]
      Resource = flatten([for arn in local.log_groups : [arn, "${arn}:*"]])
    },
    {
      Sid      = "Watching"
      Effect   = "Allow"
      Action   = ["cloudwatch:DescribeAlarms", "cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource"]
      Resource = [local.alarm_arn, local.dashboard_arn]
    },
    {
      Sid      = "Events"
      Effect   = "Allow"
      Action   = ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"]
      Resource = local.rule_arn
    },
    {
      Sid      = "Budgets"
      Effect   = "Allow"
      Action   = ["budgets:ListTagsForResource", "budgets:ViewBudget"]
      Resource = local.budget_arn
    },
    {
      Sid    = "Trail"
      Effect = "Allow"
      Action = [
        "cloudtrail:GetEventSelectors", "cloudtrail:GetInsightSelectors", "cloudtrail:GetTrail", "cloudtrail:GetTrailStatus",
        "cloudtrail:ListTags",
      ]
      Resource = local.trail_arn
    },
    {
      Sid    = "Identities"
      Effect = "Allow"
      Action = [
        "iam:GetOpenIDConnectProvider", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:GetRole", "iam:GetRolePolicy", "iam:GetUser",
        "iam:GetUserPolicy", "iam:ListAccessKeys", "iam:ListAttachedRolePolicies", "iam:ListAttachedUserPolicies",
        "iam:ListPolicyVersions", "iam:ListRolePolicies", "iam:ListUserPolicies",
      ]
      Resource = [
        "${local.iam}:role/${local.name}-*", "${local.iam}:user/${local.name}-*", "${local.iam}:policy/${local.name}-*", local.issuer_arn_here,
      ]
    },
    {
      Sid    = "ListsWithoutNames"
      Effect = "Allow"
      Action = [
        "cloudtrail:DescribeTrails", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
        "iam:ListOpenIDConnectProviders", "kms:ListAliases", "lambda:ListEventSourceMappings", "logs:DescribeLogGroups",
        "ssm:DescribeParameters",
      ]
      Resource = "*"
    },
    ],
    local.kms_key_arn == "none" ? [] : [{
      Sid      = "Key"
      Effect   = "Allow"
      Action   = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"]
      Resource = local.kms_key_arn
    }],
  )

  # A plan takes no lock (`-lock=false`), since this role may not write.
  state_read_statements = [
    {
      # Without it S3 answers 403 for a state that does not exist yet, but Terraform needs 404. It is given for all of
      # the bucket, because a HEAD carries no prefix that a condition could look at; a listing shows only the names of
      # states.
      Sid      = "StateList"
      Effect   = "Allow"
      Action   = "s3:ListBucket"
      Resource = local.state_bucket_arn
    },
    {
      Sid      = "StateRead"
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "${local.state_bucket_arn}/${local.state_path}/*"
    },
  ]

  # A pull request's plan runs code that nobody has read yet. So this role reads no image, whatever else it is given.
  never_statements = [{
    Sid      = "NoImages"
    Effect   = "Deny"
    Action   = ["s3:GetObject", "s3:GetObjectVersion"]
    Resource = [for arn in local.image_bucket_arns : "${arn}/*"]
  }]
}
