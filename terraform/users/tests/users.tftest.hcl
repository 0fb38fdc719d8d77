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
}

run "by_default" {
  command = plan

  assert {
    condition     = { for key, user in aws_iam_user.this : key => user.name } == { user_a = "stripmeta-test-user-a", user_b = "stripmeta-test-user-b" }
    error_message = "the users"
  }

  assert {
    condition     = { for key, policy in aws_iam_policy.this : key => policy.name } == { user_a = "stripmeta-test-user-a", user_b = "stripmeta-test-user-b" }
    error_message = "the policies' names"
  }

  assert {
    condition = aws_iam_policy.this["user_a"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "List", Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::photos-a" },
        {
          Sid      = "Objects"
          Effect   = "Allow"
          Action   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
          Resource = "arn:aws:s3:::photos-a/*"
        },
      ]
    })
    error_message = "user_a reads and writes A, and nothing else"
  }

  assert {
    condition = aws_iam_policy.this["user_b"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "List", Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::photos-b" },
        { Sid = "Objects", Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::photos-b/*" },
      ]
    })
    error_message = "user_b reads B, and nothing else"
  }

  assert {
    condition     = { for key, attachment in aws_iam_user_policy_attachment.this : key => attachment.user } == { user_a = "stripmeta-test-user-a", user_b = "stripmeta-test-user-b" }
    error_message = "each user has the policy of their name"
  }

  assert {
    condition     = length(aws_iam_role.sso) == 0 && length(aws_iam_access_key.this) == 0
    error_message = "roles and keys only when asked for"
  }

  assert {
    condition     = alltrue([for user in aws_iam_user.this : user.permissions_boundary == "arn:aws:iam::123456789012:policy/stripmeta-test-boundary"])
    error_message = "users have the boundary"
  }

  assert {
    condition     = local.tags["stack"] == "users"
    error_message = "the tag stack"
  }
}

run "with_prefixes_deletion_and_a_key" {
  command = plan

  override_data {
    target          = data.aws_ssm_parameter.storage["kms_key_arn"]
    override_during = plan
    values          = { insecure_value = "arn:aws:kms:eu-west-1:123456789012:key/99999999-2222-3333-4444-555555555555" }
  }

  variables {
    users = {
      user_a   = { bucket = "a", access = "read-write", prefix = "photos/", delete = true, access_key = true }
      user_b   = { bucket = "b", access = "read", prefix = "photos/2026-" }
      auditors = { bucket = "a", access = "read" }
    }
  }

  assert {
    condition = aws_iam_policy.this["user_a"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "List"
          Effect    = "Allow"
          Action    = "s3:ListBucket"
          Resource  = "arn:aws:s3:::photos-a"
          Condition = { StringLike = { "s3:prefix" = "photos/*" } }
        },
        {
          Sid      = "Objects"
          Effect   = "Allow"
          Action   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
          Resource = "arn:aws:s3:::photos-a/photos/*"
        },
        {
          Sid       = "Key"
          Effect    = "Allow"
          Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource  = "arn:aws:kms:eu-west-1:123456789012:key/99999999-2222-3333-4444-555555555555"
          Condition = { StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" } }
        },
      ]
    })
    error_message = "user_a below the prefix, with deletion and the key"
  }

  assert {
    condition = aws_iam_policy.this["user_b"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "List"
          Effect    = "Allow"
          Action    = "s3:ListBucket"
          Resource  = "arn:aws:s3:::photos-b"
          Condition = { StringLike = { "s3:prefix" = "photos/2026-*" } }
        },
        { Sid = "Objects", Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::photos-b/photos/2026-*" },
        {
          Sid       = "Key"
          Effect    = "Allow"
          Action    = ["kms:Decrypt"]
          Resource  = "arn:aws:kms:eu-west-1:123456789012:key/99999999-2222-3333-4444-555555555555"
          Condition = { StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" } }
        },
      ]
    })
    error_message = "user_b below the prefix, decrypting only"
  }

  assert {
    condition     = keys(aws_iam_access_key.this) == ["user_a"]
    error_message = "a key only for the user who asked for one"
  }

  assert {
    condition     = aws_iam_user.this["auditors"].name == "stripmeta-test-auditors"
    error_message = "another user"
  }
}

run "with_single_sign_on" {
  command = plan

  variables {
    sso = {
      user_a = {
        principal_arns    = ["arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Editors_0123456789abcdef"]
        saml_provider_arn = "arn:aws:iam::123456789012:saml-provider/people"
      }
      user_b = {
        oidc = { provider_arn = "arn:aws:iam::123456789012:oidc-provider/login.example.org/people", audience = "stripmeta", subjects = ["group:readers"] }
      }
    }
  }

  assert {
    condition     = { for key, role in aws_iam_role.sso : key => role.name } == { user_a = "stripmeta-test-user-a-sso", user_b = "stripmeta-test-user-b-sso" }
    error_message = "the roles"
  }

  assert {
    condition     = alltrue([for role in aws_iam_role.sso : role.permissions_boundary == "arn:aws:iam::123456789012:policy/stripmeta-test-boundary"])
    error_message = "roles have the boundary"
  }

  assert {
    condition     = alltrue([for role in aws_iam_role.sso : role.max_session_duration == 3600])
    error_message = "a session lasts an hour"
  }

  assert {
    condition = aws_iam_role.sso["user_a"].assume_role_policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "Principals"
          Effect    = "Allow"
          Principal = { AWS = ["arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Editors_0123456789abcdef"] }
          Action    = "sts:AssumeRole"
        },
        {
          Sid       = "Saml"
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::123456789012:saml-provider/people" }
          Action    = "sts:AssumeRoleWithSAML"
          Condition = { StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" } }
        },
      ]
    })
    error_message = "who takes the role of user_a"
  }

  assert {
    condition = aws_iam_role.sso["user_b"].assume_role_policy == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "Oidc"
        Effect    = "Allow"
        Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/login.example.org/people" }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = { StringEquals = { "login.example.org/people:aud" = "stripmeta", "login.example.org/people:sub" = ["group:readers"] } }
      }]
    })
    error_message = "who takes the role of user_b"
  }

  assert {
    condition     = { for key, attachment in aws_iam_role_policy_attachment.sso : key => attachment.role } == { user_a = "stripmeta-test-user-a-sso", user_b = "stripmeta-test-user-b-sso" }
    error_message = "roles have the same policies as users"
  }
}

run "without_the_stack_ci" {
  command = plan

  variables {
    permissions_boundary = false
    sso                  = { user_a = { saml_provider_arn = "arn:aws:iam::123456789012:saml-provider/people" } }
  }

  assert {
    condition     = alltrue([for one in concat(values(aws_iam_user.this), values(aws_iam_role.sso)) : one.permissions_boundary == null])
    error_message = "no boundary if the stack ci is not there to make it"
  }
}

run "refuses_the_boundary_s_name" {
  command = plan
  variables { users = { boundary = { bucket = "a", access = "read" } } }
  expect_failures = [var.users]
}

run "refuses_a_name_with_capitals" {
  command = plan
  variables { users = { Anna = { bucket = "a", access = "read" } } }
  expect_failures = [var.users]
}

run "refuses_two_names_that_are_one_in_iam" {
  command = plan
  variables { users = { user_a = { bucket = "a", access = "read" }, user-a = { bucket = "b", access = "read" } } }
  expect_failures = [var.users]
}

run "refuses_a_third_bucket" {
  command = plan
  variables { users = { user_c = { bucket = "c", access = "read" } } }
  expect_failures = [var.users]
}

run "refuses_an_access_that_is_none" {
  command = plan
  variables { users = { user_a = { bucket = "a", access = "admin" } } }
  expect_failures = [var.users]
}

run "refuses_writing_into_b" {
  command = plan
  variables { users = { user_b = { bucket = "b", access = "read-write" } } }
  expect_failures = [var.users]
}

run "refuses_deleting_by_who_only_reads" {
  command = plan
  variables { users = { user_a = { bucket = "a", access = "read", delete = true } } }
  expect_failures = [var.users]
}

run "refuses_a_prefix_with_a_wildcard" {
  command = plan
  variables { users = { user_a = { bucket = "a", access = "read", prefix = "*/private" } } }
  expect_failures = [var.users]
}

run "refuses_a_prefix_with_a_variable_of_policies" {
  command = plan
  variables { users = { user_a = { bucket = "a", access = "read", prefix = "$${aws:username}/" } } }
  expect_failures = [var.users]
}

run "refuses_a_prefix_with_a_slash_before" {
  command = plan
  variables { users = { user_a = { bucket = "a", access = "read", prefix = "/photos" } } }
  expect_failures = [var.users]
}

run "refuses_a_role_of_nobody_s_rights" {
  command = plan
  variables { sso = { user_c = { saml_provider_arn = "arn:aws:iam::123456789012:saml-provider/people" } } }
  expect_failures = [var.sso]
}

run "refuses_a_role_that_nobody_may_take" {
  command = plan
  variables { sso = { user_a = {} } }
  expect_failures = [var.sso]
}

run "refuses_a_role_for_everybody" {
  command = plan
  variables { sso = { user_a = { principal_arns = ["*"] } } }
  expect_failures = [var.sso]
}

run "refuses_a_role_for_an_account" {
  command = plan
  variables { sso = { user_a = { principal_arns = ["arn:aws:iam::123456789012:root"] } } }
  expect_failures = [var.sso]
}

run "refuses_a_saml_provider_that_is_none" {
  command = plan
  variables { sso = { user_a = { saml_provider_arn = "people" } } }
  expect_failures = [var.sso]
}

run "refuses_an_oidc_provider_that_is_none" {
  command = plan
  variables { sso = { user_a = { oidc = { provider_arn = "login.example.org", audience = "stripmeta", subjects = ["anna"] } } } }
  expect_failures = [var.sso]
}

run "refuses_subjects_with_wildcards" {
  command = plan
  variables { sso = { user_a = { oidc = { provider_arn = "arn:aws:iam::123456789012:oidc-provider/login.example.org", audience = "stripmeta", subjects = ["*"] } } } }
  expect_failures = [var.sso]
}

run "refuses_no_subject" {
  command = plan
  variables { sso = { user_a = { oidc = { provider_arn = "arn:aws:iam::123456789012:oidc-provider/login.example.org", audience = "stripmeta", subjects = [] } } } }
  expect_failures = [var.sso]
}

run "refuses_a_session_of_a_day" {
  command = plan
  variables { session_seconds = 86400 }
  expect_failures = [var.session_seconds]
}
