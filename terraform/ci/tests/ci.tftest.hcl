mock_provider "aws" {
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/mocked" }
  }

  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
  }

  mock_data "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
  }
}

override_data {
  target          = data.aws_ssm_parameter.storage["bucket_a"]
  override_during = plan
  values          = { insecure_value = "photos-a" }
}

override_data {
  target          = data.aws_ssm_parameter.storage["bucket_b"]
  override_during = plan
  values          = { insecure_value = "photos-b" }
}

override_data {
  target          = data.aws_ssm_parameter.storage["kms_key_arn"]
  override_during = plan
  values          = { insecure_value = "none" }
}

variables {
  project     = "stripmeta"
  environment = "test"
  region      = "eu-west-1"
  owner       = "platform"
  cost_center = "images"
  repository  = "acme/stripmeta"

  state_bucket = "stripmeta-test-state"
}

run "by_default" {
  command = plan

  assert {
    condition     = { for key, role in aws_iam_role.ci : key => role.name } == { plan = "stripmeta-test-plan", deploy = "stripmeta-test-deploy" }
    error_message = "the roles"
  }

  assert {
    condition     = aws_iam_openid_connect_provider.github[0].url == "https://token.actions.githubusercontent.com" && tolist(aws_iam_openid_connect_provider.github[0].client_id_list) == tolist(["sts.amazonaws.com"])
    error_message = "GitHub's provider"
  }

  assert {
    condition = aws_iam_role.ci["plan"].assume_role_policy == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "GitHub"
        Effect    = "Allow"
        Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
            "token.actions.githubusercontent.com:sub" = ["repo:acme/stripmeta:pull_request", "repo:acme/stripmeta:ref:refs/heads/main"]
          }
        }
      }]
    })
    error_message = "pull requests and main may plan"
  }

  assert {
    condition = aws_iam_role.ci["deploy"].assume_role_policy == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "GitHub"
        Effect    = "Allow"
        Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
            "token.actions.githubusercontent.com:sub" = ["repo:acme/stripmeta:environment:test"]
          }
        }
      }]
    })
    error_message = "jobs of the environment may deploy, and no other"
  }

  assert {
    condition = local.role_policies == {
      plan   = ["read", "state-read", "never"]
      deploy = ["read", "state-read", "state-write", "deploy", "storage", "registry", "function", "users", "no-promotion"]
    }
    error_message = "each role has its policies"
  }

  assert {
    condition     = toset([for attachment in aws_iam_role_policy_attachment.ci : attachment.role]) == toset(["stripmeta-test-plan", "stripmeta-test-deploy"]) && length(aws_iam_role_policy_attachment.ci) == 12
    error_message = "the policies are attached"
  }

  # The role that plans can only read.
  assert {
    condition = alltrue(flatten([
      for statement in concat(local.read_statements, local.state_read_statements) :
      [for action in flatten([statement.Action]) : can(regex("^[a-z0-9-]+:(Get|List|Describe|View)[A-Za-z]+$", action))]
    ]))
    error_message = "the role that plans has an action that is not reading"
  }

  assert {
    condition = aws_iam_policy.ci["never"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid      = "NoImages"
        Effect   = "Deny"
        Action   = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource = ["arn:aws:s3:::photos-a/*", "arn:aws:s3:::photos-b/*"]
      }]
    })
    error_message = "a plan can read no image"
  }

  assert {
    condition = aws_iam_policy.ci["state-read"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "StateList", Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::stripmeta-test-state" },
        { Sid = "StateRead", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::stripmeta-test-state/stripmeta/test/*" },
      ]
    })
    error_message = "the state of this environment is read; the list has no condition, since a missing state would be a 403 otherwise"
  }

  assert {
    condition = aws_iam_policy.ci["state-write"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "StateWrite"
          Effect   = "Allow"
          Action   = "s3:PutObject"
          Resource = ["arn:aws:s3:::stripmeta-test-state/stripmeta/test/*.tfstate", "arn:aws:s3:::stripmeta-test-state/stripmeta/test/*.tfstate.tflock"]
        },
        { Sid = "StateUnlock", Effect = "Allow", Action = "s3:DeleteObject", Resource = "arn:aws:s3:::stripmeta-test-state/stripmeta/test/*.tfstate.tflock" },
      ]
    })
    error_message = "the state and its lock"
  }

  assert {
    condition = aws_iam_policy.ci["deploy"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "RegistryLogin", Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
        {
          Sid    = "Push"
          Effect = "Allow"
          Action = [
            "ecr:BatchCheckLayerAvailability", "ecr:BatchDeleteImage", "ecr:BatchGetImage", "ecr:CompleteLayerUpload",
            "ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
          ]
          Resource = "arn:aws:ecr:eu-west-1:123456789012:repository/stripmeta-test"
        },
        {
          Sid      = "NewVersion"
          Effect   = "Allow"
          Action   = ["lambda:InvokeFunction", "lambda:PublishVersion", "lambda:UpdateAlias", "lambda:UpdateFunctionCode"]
          Resource = ["arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-test", "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-test:*", "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-test-backlog", "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-test-backlog:*"]
        },
        { Sid = "LiveImage", Effect = "Allow", Action = "ssm:PutParameter", Resource = "arn:aws:ssm:eu-west-1:123456789012:parameter/stripmeta/test/registry/live_image" },
        {
          Sid      = "SmokeObjects"
          Effect   = "Allow"
          Action   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
          Resource = ["arn:aws:s3:::photos-a/_stripmeta/smoke/*", "arn:aws:s3:::photos-b/*_stripmeta/smoke/*"]
        },
        {
          Sid       = "SmokeVersions"
          Effect    = "Allow"
          Action    = "s3:ListBucketVersions"
          Resource  = ["arn:aws:s3:::photos-a", "arn:aws:s3:::photos-b"]
          Condition = { StringLike = { "s3:prefix" = "*_stripmeta/smoke/*" } }
        },
      ]
    })
    error_message = "what a deployment may do"
  }

  assert {
    condition = toset(jsondecode(aws_iam_policy.ci["no-promotion"].policy).Statement[0].Resource) == toset([
      "arn:aws:iam::123456789012:role/stripmeta-test-plan", "arn:aws:iam::123456789012:role/stripmeta-test-deploy",
      "arn:aws:iam::123456789012:policy/stripmeta-test-ci-*", "arn:aws:iam::123456789012:policy/stripmeta-test-boundary",
    ]) && jsondecode(aws_iam_policy.ci["no-promotion"].policy).Statement[0].Effect == "Deny"
    error_message = "the role that deploys changes neither its own rights nor the boundary"
  }

  assert {
    condition = jsondecode(aws_iam_policy.ci["no-promotion"].policy).Statement[1] == {
      Sid      = "KeepsBoundaries"
      Effect   = "Deny"
      Action   = ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"]
      Resource = ["arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:user/*"]
    }
    error_message = "the role that deploys takes no boundary away"
  }

  # No policy lets the role make a user or role, or give one rights, without the boundary.
  assert {
    condition = toset(flatten([
      for statements in values(local.policies) : [
        for statement in statements : statement.Sid if statement.Effect == "Allow" && length(setintersection(flatten([statement.Action]), [
          "iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:CreateRole", "iam:CreateUser", "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy", "iam:PutUserPermissionsBoundary", "iam:PutUserPolicy",
        ])) > 0
      ]
    ])) == toset(["RoleWithinBoundary", "UsersWithinBoundary", "RolesWithinBoundary", "Attachments"])
    error_message = "a statement gives rights and is not on the list"
  }

  assert {
    condition = alltrue([
      for statement in concat(local.function_statements, local.users_statements) :
      try(statement.Condition.StringEquals["iam:PermissionsBoundary"], "") == "arn:aws:iam::123456789012:policy/stripmeta-test-boundary"
      if contains(["RoleWithinBoundary", "UsersWithinBoundary", "RolesWithinBoundary", "Attachments"], statement.Sid)
    ])
    error_message = "rights are given only within the boundary"
  }

  assert {
    condition = aws_iam_policy.boundary.name == "stripmeta-test-boundary" && aws_iam_policy.boundary.policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid    = "Objects"
          Effect = "Allow"
          Action = [
            "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion",
            "s3:GetObjectVersionTagging", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging",
          ]
          Resource = ["arn:aws:s3:::photos-a/*", "arn:aws:s3:::photos-b/*"]
        },
        { Sid = "ListBuckets", Effect = "Allow", Action = "s3:ListBucket", Resource = ["arn:aws:s3:::photos-a", "arn:aws:s3:::photos-b"] },
        {
          Sid      = "Messages"
          Effect   = "Allow"
          Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
          Resource = ["arn:aws:sqs:eu-west-1:123456789012:stripmeta-test-objects", "arn:aws:sqs:eu-west-1:123456789012:stripmeta-test-objects-dlq"]
        },
        {
          Sid      = "Log"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/stripmeta-test:*", "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/stripmeta-test-backlog:*"]
        },
        {
          Sid      = "Call"
          Effect   = "Allow"
          Action   = "lambda:InvokeFunction"
          Resource = "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-test-backlog:*"
        },
        { Sid = "ListForJob", Effect = "Allow", Action = "s3:PutInventoryConfiguration", Resource = "arn:aws:s3:::photos-a" },
        { Sid = "FindForJob", Effect = "Allow", Action = "s3:GetBucketLocation", Resource = ["arn:aws:s3:::photos-a", "arn:aws:s3:::photos-b"] },
        {
          Sid       = "Keys"
          Effect    = "Allow"
          Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource  = "arn:aws:kms:eu-west-1:*:key/*"
          Condition = { StringEquals = { "kms:ViaService" = ["s3.eu-west-1.amazonaws.com", "sqs.eu-west-1.amazonaws.com"] } }
        },
        {
          Sid    = "TracesAndNetwork"
          Effect = "Allow"
          Action = [
            "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
          ]
          Resource = "*"
        },
      ]
    })
    error_message = "the boundary: the most that roles and users can do"
  }

  # In every policy all actions are named. Resources are named too, except for the actions that are known to need "*".
  assert {
    condition = alltrue(flatten([
      for statements in values(local.policies) : [for statement in statements : [for action in flatten([statement.Action]) : can(regex("^[a-z0-9-]+:[A-Za-z]+$", action))]]
    ]))
    error_message = "an action has a wildcard"
  }

  assert {
    condition = toset(flatten([
      for statements in values(local.policies) : [for statement in statements : flatten([statement.Action]) if contains(flatten([statement.Resource]), "*")]
      ])) == toset([
      "cloudtrail:DescribeTrails", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "ecr:GetAuthorizationToken",
      "iam:ListOpenIDConnectProviders", "kms:ListAliases", "lambda:CreateEventSourceMapping", "lambda:ListEventSourceMappings",
      "logs:DescribeLogGroups", "ssm:DescribeParameters",
    ])
    error_message = "an action is allowed on every resource, and is not known to need that"
  }

  assert {
    condition = one([for statement in local.function_statements : statement if statement.Sid == "PassRole"]) == {
      Sid       = "PassRole"
      Effect    = "Allow"
      Action    = "iam:PassRole"
      Resource  = ["arn:aws:iam::123456789012:role/stripmeta-test-function", "arn:aws:iam::123456789012:role/stripmeta-test-backlog"]
      Condition = { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } }
    }
    error_message = "only the functions' roles are passed, and only to Lambda"
  }

  assert {
    condition = [for statement in local.function_statements : statement if try(strcontains(statement.Resource, "event-source-mapping"), false)] == [
      {
        Sid      = "EventSourceMapping"
        Effect   = "Allow"
        Action   = ["lambda:DeleteEventSourceMapping", "lambda:UpdateEventSourceMapping"]
        Resource = "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:*"
        Condition = {
          ArnLike = {
            "lambda:FunctionArn" = ["arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-test", "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-test:*", "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-test-backlog", "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-test-backlog:*"]
          }
        }
      },
      {
        Sid      = "TagEventSourceMapping"
        Effect   = "Allow"
        Action   = ["lambda:TagResource", "lambda:UntagResource"]
        Resource = "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:*"
      },
    ]
    error_message = "only mappings of these functions are changed"
  }

  assert {
    condition = length(setintersection(toset(flatten([for statement in local.function_statements : statement.Action])), [
      "lambda:AddPermission", "lambda:RemovePermission", "lambda:PutFunctionEventInvokeConfig", "lambda:DeleteFunctionEventInvokeConfig",
      "lambda:UpdateFunctionEventInvokeConfig", "lambda:PutFunctionRecursionConfig", "logs:PutMetricFilter", "logs:DeleteMetricFilter",
    ])) == 0
    error_message = "an action is allowed that no stack needs"
  }

  assert {
    condition     = alltrue([for document in values(local.policy_documents) : length(document) <= 6144])
    error_message = "a policy of IAM holds 6144 characters"
  }

  assert {
    condition     = local.tags["stack"] == "ci"
    error_message = "the tag stack"
  }
}

run "with_ids_branches_and_another_environment" {
  command = plan

  variables {
    create_oidc_provider = false
    repository_ids       = { owner = 12345, repository = 67890 }
    github_environment   = "Production"
    plan_branches        = []
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "the provider that exists already is used"
  }

  assert {
    condition     = local.plan_subjects == ["repo:acme/stripmeta:pull_request", "repo:acme@12345/stripmeta@67890:pull_request"]
    error_message = "the subjects that may plan, with and without ids"
  }

  assert {
    condition     = local.deploy_subjects == ["repo:acme/stripmeta:environment:Production", "repo:acme@12345/stripmeta@67890:environment:Production"]
    error_message = "the subjects that may deploy, with and without ids"
  }
}

run "with_ids_alone_and_a_key" {
  command = plan

  override_data {
    target          = data.aws_ssm_parameter.storage["kms_key_arn"]
    override_during = plan
    values          = { insecure_value = "arn:aws:kms:eu-west-1:123456789012:key/99999999-2222-3333-4444-555555555555" }
  }

  variables {
    trust_names          = false
    repository_ids       = { owner = 12345, repository = 67890 }
    backlog_list_buckets = ["inventories"]
  }

  assert {
    condition     = [for statement in local.boundary_statements : statement.Resource if statement.Sid == "Lists"] == [["arn:aws:s3:::inventories/*"]]
    error_message = "jobs read lists in the buckets that are named"
  }

  assert {
    condition     = local.deploy_subjects == ["repo:acme@12345/stripmeta@67890:environment:test"]
    error_message = "names alone are not trusted"
  }

  assert {
    condition = alltrue(flatten([
      for statements in [local.read_statements, local.deploy_statements, local.storage_statements] : [
        one([for statement in statements : statement.Resource if contains(["Key", "SmokeKey"], statement.Sid)]) == local.kms_key_arn
      ]
    ]))
    error_message = "the statements about the key, if there is one"
  }

  assert {
    condition     = alltrue([for document in values(local.policy_documents) : length(document) <= 6144])
    error_message = "a policy of IAM holds 6144 characters"
  }
}

run "refuses_to_trust_nobody" {
  command = plan
  variables { trust_names = false }
  expect_failures = [var.trust_names]
}

run "refuses_an_id_that_is_no_number_of_github" {
  command = plan
  variables { repository_ids = { owner = 0, repository = 1.5 } }
  expect_failures = [var.repository_ids]
}

run "refuses_an_environment_with_a_colon" {
  command = plan
  variables { github_environment = "prod:x" }
  expect_failures = [var.github_environment]
}

run "refuses_a_branch_with_a_wildcard" {
  command = plan
  variables { plan_branches = ["*"] }
  expect_failures = [var.plan_branches]
}

run "refuses_an_empty_state_bucket" {
  command = plan
  variables { state_bucket = "" }
  expect_failures = [var.state_bucket]
}

run "refuses_an_arn_for_a_bucket_of_lists" {
  command = plan
  variables { backlog_list_buckets = ["arn:aws:s3:::inventories"] }
  expect_failures = [var.backlog_list_buckets]
}

run "refuses_the_state_bucket_of_the_example" {
  command = plan
  variables { state_bucket = "example-stripmeta-dev-state" }
  expect_failures = [var.state_bucket]
}
