# The way from bucket A's notification through the queue to the alias.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "dev"
  region      = "eu-west-1"
  owner       = "platform"
  cost_center = "images"
  repository  = "acme/strip_image_metadata_stack"
}

run "defaults" {
  command = apply

  assert {
    condition     = aws_sqs_queue.objects.name == "stripmeta-dev-objects" && aws_sqs_queue.dead_letters.name == "stripmeta-dev-objects-dlq"
    error_message = "The queues' names."
  }

  assert {
    condition     = aws_sqs_queue.objects.visibility_timeout_seconds == 720 && aws_sqs_queue.objects.message_retention_seconds == 345600 && aws_sqs_queue.dead_letters.message_retention_seconds == 1209600
    error_message = "Messages stay hidden for six time-outs, and are kept for 4 and 14 days."
  }

  assert {
    condition     = aws_sqs_queue.objects.sqs_managed_sse_enabled && aws_sqs_queue.dead_letters.sqs_managed_sse_enabled && aws_sqs_queue.objects.kms_master_key_id == null
    error_message = "SQS's own encryption."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.objects.redrive_policy) == { deadLetterTargetArn = "arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects-dlq", maxReceiveCount = 10 }
    error_message = "Five receives, then the dead letters."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letters.redrive_allow_policy) == { redrivePermission = "byQueue", sourceQueueArns = ["arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"] }
    error_message = "Dead letters come only from that queue."
  }

  assert {
    condition = jsondecode(aws_sqs_queue_policy.objects.policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "FromBucketA"
          Effect    = "Allow"
          Principal = { Service = "s3.amazonaws.com" }
          Action    = "sqs:SendMessage"
          Resource  = "arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"
          Condition = {
            ArnEquals    = { "aws:SourceArn" = "arn:aws:s3:::stripmeta-dev-123456789012-a" }
            StringEquals = { "aws:SourceAccount" = "123456789012" }
          }
        },
        {
          Sid       = "DenyInsecureTransport"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sqs:*"
          Resource  = "arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
      ]
    }
    error_message = "Only bucket A of this account may send, and only by TLS."
  }

  assert {
    condition = jsondecode(aws_sqs_queue_policy.dead_letters.policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "DenyInsecureTransport"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sqs:*"
          Resource  = "arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects-dlq"
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
      ]
    }
    error_message = "The policy of the dead letters only refuses access without TLS."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.objects.function_name == "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-dev:live" && aws_lambda_event_source_mapping.objects.event_source_arn == "arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"
    error_message = "The mapping is on the alias."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.objects.enabled && aws_lambda_event_source_mapping.objects.batch_size == 10 && aws_lambda_event_source_mapping.objects.maximum_batching_window_in_seconds == 0 && aws_lambda_event_source_mapping.objects.function_response_types == toset(["ReportBatchItemFailures"]) && aws_lambda_event_source_mapping.objects.scaling_config[0].maximum_concurrency == 10
    error_message = "Ten messages a batch, those that failed reported, ten batches at once."
  }

  assert {
    condition     = aws_s3_bucket_notification.bucket_a.bucket == "stripmeta-dev-123456789012-a" && aws_s3_bucket_notification.bucket_a.eventbridge == false
    error_message = "Bucket A's notification."
  }

  assert {
    condition     = aws_s3_bucket_notification.bucket_a.queue[*].filter_suffix == tolist([".jpg", ".jpeg", ".JPG", ".JPEG"]) && alltrue([for queue in aws_s3_bucket_notification.bucket_a.queue : queue.filter_prefix == "" && queue.queue_arn == "arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects" && queue.events == toset(["s3:ObjectCreated:*"])])
    error_message = "One filter a suffix, for new objects, to the queue."
  }

  assert {
    condition     = length(aws_cloudwatch_event_rule.created) == 0 && length(aws_cloudwatch_event_target.objects) == 0
    error_message = "No EventBridge rule beside the notification."
  }
}

run "by_variable" {
  command = apply

  variables {
    prefixes             = ["in/2026/", "out/(a)!'/"]
    suffixes             = [" (+&ü).jpg", ".png"]
    timeout_seconds      = 60
    batch_size           = 50
    batch_window_seconds = 20
    maximum_concurrency  = 5
    processing           = false
    queue_kms_key_arn    = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-00000000000b"
  }

  assert {
    condition     = [for queue in aws_s3_bucket_notification.bucket_a.queue : "${queue.filter_prefix}|${queue.filter_suffix}"] == ["in/2026/|+(%2B%26%C3%BC).jpg", "in/2026/|.png", "out/(a)!'/|+(%2B%26%C3%BC).jpg", "out/(a)!'/|.png"]
    error_message = "Each prefix with each suffix, encoded except for S3's safe characters."
  }

  assert {
    condition     = aws_s3_bucket_notification.bucket_a.queue[*].id == tolist(["objects-00", "objects-01", "objects-02", "objects-03"])
    error_message = "Filters are numbered."
  }

  assert {
    condition     = aws_sqs_queue.objects.visibility_timeout_seconds == 380 && aws_lambda_event_source_mapping.objects.batch_size == 50 && aws_lambda_event_source_mapping.objects.maximum_batching_window_in_seconds == 20 && aws_lambda_event_source_mapping.objects.enabled == false && aws_lambda_event_source_mapping.objects.scaling_config[0].maximum_concurrency == 5
    error_message = "Batches by variable; messages stay hidden for six time-outs and the window."
  }

  assert {
    condition     = aws_sqs_queue.objects.kms_master_key_id == "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-00000000000b" && aws_sqs_queue.dead_letters.kms_master_key_id == aws_sqs_queue.objects.kms_master_key_id
    error_message = "A key by variable."
  }
}

run "every_object" {
  command = apply

  variables {
    suffixes = []
  }

  assert {
    condition     = length(aws_s3_bucket_notification.bucket_a.queue) == 1 && aws_s3_bucket_notification.bucket_a.queue[0].filter_prefix == "" && aws_s3_bucket_notification.bucket_a.queue[0].filter_suffix == ""
    error_message = "Without prefixes and suffixes, one filter for every key."
  }
}
