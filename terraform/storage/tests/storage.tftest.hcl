# These tests only plan: what an apply makes here could not be destroyed again (prevent_destroy).

mock_provider "aws" {
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555", key_id = "11111111-2222-3333-4444-555555555555" }
  }
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
    condition     = { for key, bucket in aws_s3_bucket.images : key => bucket.bucket } == { a = "stripmeta-test-123456789012-a", b = "stripmeta-test-123456789012-b" }
    error_message = "the names of the buckets"
  }

  assert {
    condition     = alltrue([for bucket in aws_s3_bucket.images : bucket.force_destroy == false])
    error_message = "a bucket with objects must not be destroyed"
  }

  assert {
    condition     = alltrue([for versioning in aws_s3_bucket_versioning.images : versioning.versioning_configuration[0].status == "Enabled"]) && length(aws_s3_bucket_versioning.images) == 2
    error_message = "versions are kept"
  }

  assert {
    condition = length(aws_s3_bucket_public_access_block.images) == 2 && alltrue([
      for block in aws_s3_bucket_public_access_block.images :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "nothing is public"
  }

  assert {
    condition = length(aws_s3_bucket_ownership_controls.images) == 2 && alltrue([
      for controls in aws_s3_bucket_ownership_controls.images : controls.rule[0].object_ownership == "BucketOwnerEnforced"
    ])
    error_message = "no access control lists"
  }

  assert {
    condition = length(aws_s3_bucket_server_side_encryption_configuration.images) == 2 && alltrue(flatten([
      for encryption in aws_s3_bucket_server_side_encryption_configuration.images :
      [for rule in encryption.rule : rule.apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"]
    ]))
    error_message = "S3's own encryption"
  }

  assert {
    condition = aws_s3_bucket_policy.images["a"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:aws:s3:::stripmeta-test-123456789012-a", "arn:aws:s3:::stripmeta-test-123456789012-a/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }]
    })
    error_message = "A answers only by TLS, and its policy says no more"
  }

  assert {
    condition     = aws_s3_bucket_policy.images["b"].policy == replace(aws_s3_bucket_policy.images["a"].policy, "9012-a", "9012-b")
    error_message = "B answers only by TLS"
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.images["a"].rule : rule.id] == ["abort-incomplete-uploads"]
    error_message = "A: unfinished uploads are deleted, and there is no other rule"
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.images["b"].rule : rule.id] == ["abort-incomplete-uploads", "intelligent-tiering"]
    error_message = "B: unfinished uploads are deleted, and objects are moved"
  }

  assert {
    condition = alltrue([
      for key in ["a", "b"] : aws_s3_bucket_lifecycle_configuration.images[key].rule[0].abort_incomplete_multipart_upload[0].days_after_initiation == 1
      && aws_s3_bucket_lifecycle_configuration.images[key].rule[0].status == "Enabled"
    ])
    error_message = "unfinished uploads are deleted after a day"
  }

  assert {
    condition = (
      one(aws_s3_bucket_lifecycle_configuration.images["b"].rule[1].transition).storage_class == "INTELLIGENT_TIERING"
      && one(aws_s3_bucket_lifecycle_configuration.images["b"].rule[1].transition).days == 30
      && tonumber(aws_s3_bucket_lifecycle_configuration.images["b"].rule[1].filter[0].object_size_greater_than) == 262144
    )
    error_message = "objects of 256 KiB or more are moved, after 30 days"
  }

  assert {
    condition = { for parameter in aws_ssm_parameter.this : parameter.name => parameter.insecure_value } == {
      "/stripmeta/test/storage/bucket_a"    = "stripmeta-test-123456789012-a"
      "/stripmeta/test/storage/bucket_b"    = "stripmeta-test-123456789012-b"
      "/stripmeta/test/storage/kms_key_arn" = "none"
    }
    error_message = "the parameters"
  }

  assert {
    condition     = alltrue([for parameter in aws_ssm_parameter.this : parameter.type == "String"])
    error_message = "no parameter is secret"
  }

  assert {
    condition     = length(aws_s3_bucket.logs) + length(aws_kms_key.images) + length(aws_cloudtrail.objects) + length(aws_s3_bucket_logging.images) == 0
    error_message = "logs, key and trail only when asked for"
  }
}

run "with_all_options" {
  command = plan

  variables {
    bucket_names        = { a = "photos-raw" }
    kms_key             = "create"
    tiering_days        = 0
    tiering_least_bytes = 1048576
    noncurrent_days     = { a = 30 }
    access_logs         = true
    data_events         = true
    log_days            = 400
  }

  assert {
    condition     = { for key, bucket in aws_s3_bucket.images : key => bucket.bucket } == { a = "photos-raw", b = "stripmeta-test-123456789012-b" }
    error_message = "a bucket's name, by variable"
  }

  assert {
    condition = alltrue(flatten([
      for encryption in aws_s3_bucket_server_side_encryption_configuration.images : [
        for rule in encryption.rule :
        rule.bucket_key_enabled && rule.apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms"
        && rule.apply_server_side_encryption_by_default[0].kms_master_key_id == aws_kms_key.images[0].arn
      ]
    ]))
    error_message = "the customer's key, with a bucket key"
  }

  assert {
    condition     = aws_kms_key.images[0].enable_key_rotation && aws_kms_key.images[0].deletion_window_in_days == 30 && aws_kms_alias.images[0].name == "alias/stripmeta-test-images"
    error_message = "the key is rotated, and deleted only after a long wait"
  }

  assert {
    condition = [for statement in jsondecode(aws_kms_key.images[0].policy).Statement : [statement.Principal.AWS, statement.Resource]] == [
      ["arn:aws:iam::123456789012:root", "*"]
    ]
    error_message = "the key's policy names only the account"
  }

  assert {
    condition     = alltrue([for action in jsondecode(aws_kms_key.images[0].policy).Statement[0].Action : can(regex("^kms:[A-Za-z]+$", action))])
    error_message = "no wildcard action"
  }

  assert {
    condition     = aws_ssm_parameter.this["kms_key_arn"].insecure_value == aws_kms_key.images[0].arn
    error_message = "the key's parameter"
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.images["a"].rule : rule.id] == ["abort-incomplete-uploads", "expire-noncurrent-versions"]
    error_message = "old versions of A are deleted"
  }

  assert {
    condition = (
      aws_s3_bucket_lifecycle_configuration.images["a"].rule[1].noncurrent_version_expiration[0].noncurrent_days == 30
      && aws_s3_bucket_lifecycle_configuration.images["a"].rule[1].expiration[0].expired_object_delete_marker
    )
    error_message = "old versions are deleted after 30 days, and so are delete markers"
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.images["b"].rule : rule.id] == ["abort-incomplete-uploads", "intelligent-tiering"]
    error_message = "old versions of B stay, as the variable does not name B"
  }

  assert {
    condition = (
      one(aws_s3_bucket_lifecycle_configuration.images["b"].rule[1].transition).days == 0
      && tonumber(aws_s3_bucket_lifecycle_configuration.images["b"].rule[1].filter[0].object_size_greater_than) == 1048576
    )
    error_message = "when and from which size objects are moved, by variable"
  }

  assert {
    condition     = aws_s3_bucket.logs["logs"].bucket == "stripmeta-test-123456789012-logs" && aws_s3_bucket.logs["logs"].force_destroy == false
    error_message = "the name of the logs' bucket"
  }

  assert {
    condition     = { for key, logging in aws_s3_bucket_logging.images : key => logging.target_prefix } == { a = "access/photos-raw/", b = "access/stripmeta-test-123456789012-b/" }
    error_message = "each bucket's logs have a prefix of their own"
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.logs["logs"].rule[0].expiration[0].days == 400
    error_message = "logs are deleted"
  }

  assert {
    condition = aws_s3_bucket_policy.logs["logs"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "DenyInsecureTransport"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::stripmeta-test-123456789012-logs", "arn:aws:s3:::stripmeta-test-123456789012-logs/*"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
        {
          Sid       = "AccessLogs"
          Effect    = "Allow"
          Principal = { Service = "logging.s3.amazonaws.com" }
          Action    = "s3:PutObject"
          Resource  = "arn:aws:s3:::stripmeta-test-123456789012-logs/access/*"
          Condition = {
            ArnEquals    = { "aws:SourceArn" = ["arn:aws:s3:::photos-raw", "arn:aws:s3:::stripmeta-test-123456789012-b"] }
            StringEquals = { "aws:SourceAccount" = "123456789012" }
          }
        },
        {
          Sid       = "TrailLooksAtBucket"
          Effect    = "Allow"
          Principal = { Service = "cloudtrail.amazonaws.com" }
          Action    = "s3:GetBucketAcl"
          Resource  = "arn:aws:s3:::stripmeta-test-123456789012-logs"
          Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/stripmeta-test-objects" } }
        },
        {
          Sid       = "TrailWrites"
          Effect    = "Allow"
          Principal = { Service = "cloudtrail.amazonaws.com" }
          Action    = "s3:PutObject"
          Resource  = "arn:aws:s3:::stripmeta-test-123456789012-logs/trail/AWSLogs/123456789012/*"
          Condition = {
            StringEquals = {
              "aws:SourceArn" = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/stripmeta-test-objects"
              "s3:x-amz-acl"  = "bucket-owner-full-control"
            }
          }
        },
      ]
    })
    error_message = "who may write logs"
  }

  assert {
    condition     = aws_cloudtrail.objects[0].name == "stripmeta-test-objects" && aws_cloudtrail.objects[0].enable_log_file_validation
    error_message = "the trail"
  }
}

run "with_a_key_that_is_there_and_without_tiering" {
  command = plan

  variables {
    kms_key         = "arn:aws:kms:eu-west-1:123456789012:key/99999999-2222-3333-4444-555555555555"
    tiering_enabled = false
    data_events     = true
  }

  assert {
    condition     = length(aws_kms_key.images) == 0 && aws_ssm_parameter.this["kms_key_arn"].insecure_value == var.kms_key
    error_message = "the key is the one that was given"
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.images["b"].rule : rule.id] == ["abort-incomplete-uploads"]
    error_message = "B's objects stay where they are"
  }

  assert {
    condition     = [for statement in jsondecode(aws_s3_bucket_policy.logs["logs"].policy).Statement : statement.Sid] == ["DenyInsecureTransport", "TrailLooksAtBucket", "TrailWrites"]
    error_message = "without access logs nobody writes them"
  }
}

run "refuses_a_third_bucket" {
  command = plan
  variables { bucket_names = { c = "photos" } }
  expect_failures = [var.bucket_names]
}

run "refuses_a_bucket_with_dots" {
  command = plan
  variables { bucket_names = { a = "photos.example.org" } }
  expect_failures = [var.bucket_names]
}

run "refuses_one_bucket_for_both" {
  command = plan
  variables { bucket_names = { a = "photos", b = "photos" } }
  expect_failures = [var.bucket_names]
}

run "refuses_the_other_bucket_s_own_name" {
  command = plan
  variables { bucket_names = { a = "stripmeta-test-123456789012-b" } }
  expect_failures = [aws_s3_bucket.images]
}

run "refuses_an_alias_for_a_key" {
  command = plan
  variables { kms_key = "arn:aws:kms:eu-west-1:123456789012:alias/photos" }
  expect_failures = [var.kms_key]
}

run "refuses_a_key_of_another_region" {
  command = plan
  variables { kms_key = "arn:aws:kms:us-east-1:123456789012:key/99999999-2222-3333-4444-555555555555" }
  expect_failures = [var.kms_key]
}

run "refuses_half_a_day" {
  command = plan
  variables { tiering_days = 0.5 }
  expect_failures = [var.tiering_days]
}

run "refuses_to_move_small_objects" {
  command = plan
  variables { tiering_least_bytes = 1024 }
  expect_failures = [var.tiering_least_bytes]
}

run "refuses_versions_of_a_third_bucket" {
  command = plan
  variables { noncurrent_days = { c = 1 } }
  expect_failures = [var.noncurrent_days]
}

run "refuses_versions_that_end_at_once" {
  command = plan
  variables { noncurrent_days = { a = 0 } }
  expect_failures = [var.noncurrent_days]
}

run "refuses_logs_that_end_at_once" {
  command = plan
  variables { log_days = 0 }
  expect_failures = [var.log_days]
}
