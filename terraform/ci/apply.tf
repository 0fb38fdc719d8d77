# What terraform apply may do besides reading, by stack: change the project's own resources. It may not delete the
# buckets, the repository or the key, nor make a key: a person does that.
locals {
  storage_statements = concat([
    {
      Sid    = "Buckets"
      Effect = "Allow"
      Action = [
        "s3:CreateBucket", "s3:DeleteBucketPolicy", "s3:PutBucketLogging", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration", "s3:TagResource", "s3:UntagResource",
      ]
      Resource = local.bucket_arns
    },
    {
      Sid    = "Parameters"
      Effect = "Allow"
      Action = ["ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:PutParameter", "ssm:RemoveTagsFromResource"]
      Resource = [
        for stack in ["storage", "registry", "function"] : "${local.parameter_arn}/${stack}/*"
      ]
    },
    {
      Sid    = "Trail"
      Effect = "Allow"
      Action = [
        "cloudtrail:AddTags", "cloudtrail:CreateTrail", "cloudtrail:DeleteTrail", "cloudtrail:PutEventSelectors",
        "cloudtrail:RemoveTags", "cloudtrail:StartLogging", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail",
      ]
      Resource = local.trail_arn
    },
    ],
    local.kms_key_arn == "none" ? [] : [{
      Sid    = "Key"
      Effect = "Allow"
      Action = [
        "kms:EnableKeyRotation", "kms:PutKeyPolicy", "kms:TagResource", "kms:UntagResource", "kms:UpdateKeyDescription",
      ]
      Resource = local.kms_key_arn
    }],
  )

  registry_statements = [{
    Sid    = "Repository"
    Effect = "Allow"
    Action = [
      "ecr:CreateRepository", "ecr:DeleteLifecyclePolicy", "ecr:DeleteRepositoryPolicy", "ecr:PutImageScanningConfiguration",
      "ecr:PutImageTagMutability", "ecr:PutLifecyclePolicy", "ecr:SetRepositoryPolicy", "ecr:TagResource", "ecr:UntagResource",
    ]
    Resource = local.repository_arn
  }]

  function_statements = [
    {
      Sid    = "Function"
      Effect = "Allow"
      Action = [
        "lambda:CreateAlias", "lambda:CreateFunction", "lambda:DeleteAlias", "lambda:DeleteFunction",
        "lambda:DeleteFunctionConcurrency", "lambda:PutFunctionConcurrency", "lambda:TagResource", "lambda:UntagResource",
        "lambda:UpdateFunctionConfiguration",
      ]
      Resource = local.function_arns
    },
    {
      # AWS chooses a mapping's id, so the condition says whose mappings may be changed.
      Sid       = "EventSourceMapping"
      Effect    = "Allow"
      Action    = ["lambda:DeleteEventSourceMapping", "lambda:UpdateEventSourceMapping"]
      Resource  = local.mapping_arn
      Condition = { ArnLike = { "lambda:FunctionArn" = local.function_arns } }
    },
    {
      # AWS knows no such condition for these actions.
      Sid      = "TagEventSourceMapping"
      Effect   = "Allow"
      Action   = ["lambda:TagResource", "lambda:UntagResource"]
      Resource = local.mapping_arn
    },
    {
      # A mapping has no id before it is made, so the condition names the function that it is for.
      Sid       = "NewEventSourceMapping"
      Effect    = "Allow"
      Action    = "lambda:CreateEventSourceMapping"
      Resource  = "*"
      Condition = { ArnLike = { "lambda:FunctionArn" = local.function_arns } }
    },
    {
      Sid      = "Notification"
      Effect   = "Allow"
      Action   = "s3:PutBucketNotification"
      Resource = local.image_bucket_arns
    },
    {
      Sid    = "Queues"
      Effect = "Allow"
      Action = [
        "sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue",
      ]
      Resource = local.queue_arns
    },
    {
      Sid    = "Logs"
      Effect = "Allow"
      Action = [
        "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteRetentionPolicy", "logs:PutRetentionPolicy", "logs:TagResource",
        "logs:UntagResource",
      ]
      Resource = flatten([for arn in local.log_groups : [arn, "${arn}:*"]])
    },
    {
      Sid    = "Watching"
      Effect = "Allow"
      Action = [
        "cloudwatch:DeleteAlarms", "cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard", "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource", "cloudwatch:UntagResource",
      ]
      Resource = [local.alarm_arn, local.dashboard_arn]
    },
    {
      Sid    = "Events"
      Effect = "Allow"
      Action = [
        "events:DeleteRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets", "events:TagResource", "events:UntagResource",
      ]
      Resource = local.rule_arn
    },
    {
      Sid      = "Budgets"
      Effect   = "Allow"
      Action   = ["budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource"]
      Resource = local.budget_arn
    },
    {
      Sid    = "Role"
      Effect = "Allow"
      Action = [
        "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
        "iam:UpdateRoleDescription", "iam:ListInstanceProfilesForRole",
      ]
      Resource = concat(local.function_roles, [local.job_role])
    },
    {
      Sid       = "RoleWithinBoundary"
      Effect    = "Allow"
      Action    = ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
      Resource  = concat(local.function_roles, [local.job_role])
      Condition = local.within_boundary
    },
    {
      Sid       = "PassRole"
      Effect    = "Allow"
      Action    = "iam:PassRole"
      Resource  = local.function_roles
      Condition = { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } }
    },
  ]

  # True for a user or role that is made with the boundary, and for one that has it already.
  within_boundary = { StringEquals = { "iam:PermissionsBoundary" = local.boundary_arn } }

  # Users and roles get their rights only from the project's own policies. No access key can be made here: if one is
  # wanted, a person applies the stack users.
  users_statements = [
    {
      Sid      = "Users"
      Effect   = "Allow"
      Action   = ["iam:DeleteUser", "iam:ListGroupsForUser", "iam:TagUser", "iam:UntagUser"]
      Resource = "${local.iam}:user/${local.name}-*"
    },
    {
      Sid       = "UsersWithinBoundary"
      Effect    = "Allow"
      Action    = ["iam:CreateUser", "iam:PutUserPermissionsBoundary"]
      Resource  = "${local.iam}:user/${local.name}-*"
      Condition = local.within_boundary
    },
    {
      Sid    = "Roles"
      Effect = "Allow"
      Action = [
        "iam:DeleteRole", "iam:ListInstanceProfilesForRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ]
      Resource = "${local.iam}:role/${local.name}-*-sso"
    },
    {
      Sid       = "RolesWithinBoundary"
      Effect    = "Allow"
      Action    = ["iam:CreateRole", "iam:PutRolePermissionsBoundary"]
      Resource  = "${local.iam}:role/${local.name}-*-sso"
      Condition = local.within_boundary
    },
    {
      Sid    = "Policies"
      Effect = "Allow"
      Action = [
        "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:TagPolicy", "iam:UntagPolicy",
      ]
      Resource = "${local.iam}:policy/${local.name}-*"
    },
    {
      Sid       = "Attachments"
      Effect    = "Allow"
      Action    = ["iam:AttachRolePolicy", "iam:AttachUserPolicy"]
      Resource  = ["${local.iam}:user/${local.name}-*", "${local.iam}:role/${local.name}-*-sso"]
      Condition = merge(local.within_boundary, { ArnLike = { "iam:PolicyARN" = "${local.iam}:policy/${local.name}-*" } })
    },
    {
      Sid       = "Detachments"
      Effect    = "Allow"
      Action    = ["iam:DetachRolePolicy", "iam:DetachUserPolicy"]
      Resource  = ["${local.iam}:user/${local.name}-*", "${local.iam}:role/${local.name}-*-sso"]
      Condition = { ArnLike = { "iam:PolicyARN" = "${local.iam}:policy/${local.name}-*" } }
    },
  ]

  # The deploy role changes neither its own rights nor the boundary: a person applies this stack. It still gives rights
  # to the project's roles and users, up to the boundary. So whoever approves a deployment is trusted with the images,
  # but not with the account. This does not hold if a role for single sign-on has no boundary: its policy can be changed
  # to anything, and no condition of IAM can refuse that.
  no_promotion_statements = [
    {
      Sid    = "NotItself"
      Effect = "Deny"
      Action = [
        "iam:AttachRolePolicy", "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:CreateRole", "iam:DeletePolicy",
        "iam:DeletePolicyVersion", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy", "iam:SetDefaultPolicyVersion", "iam:TagPolicy", "iam:TagRole", "iam:UntagPolicy", "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
      ]
      Resource = concat(local.ci_role_arns, [local.ci_policy_arn, local.boundary_arn])
    },
    {
      Sid      = "KeepsBoundaries"
      Effect   = "Deny"
      Action   = ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"]
      Resource = ["${local.iam}:role/*", "${local.iam}:user/*"]
    },
  ]
}
