# trigger = "eventbridge": objects come by the account's bus instead of S3's own notification.

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

run "rule" {
  command = apply

  variables {
    trigger = "eventbridge"
  }

  assert {
    condition     = aws_s3_bucket_notification.bucket_a.eventbridge && length(aws_s3_bucket_notification.bucket_a.queue) == 0
    error_message = "Bucket A sends its events only to EventBridge."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.created[0].name == "stripmeta-dev-objects"
    error_message = "The rule's name."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.created[0].event_pattern) == {
      source        = ["aws.s3"]
      "detail-type" = ["Object Created"]
      detail = {
        bucket = { name = ["stripmeta-dev-123456789012-a"] }
        object = { key = [{ suffix = ".jpg" }, { suffix = ".jpeg" }, { suffix = ".JPG" }, { suffix = ".JPEG" }] }
      }
    }
    error_message = "New objects of bucket A with one of the suffixes."
  }

  assert {
    condition     = aws_cloudwatch_event_target.objects[0].arn == "arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"
    error_message = "The queue is the target."
  }

  assert {
    condition     = length(aws_cloudwatch_event_target.objects[0].input_transformer) == 0 && aws_cloudwatch_event_target.objects[0].input == null && aws_cloudwatch_event_target.objects[0].input_path == null
    error_message = "The event is passed on unchanged."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.alarm["not-queued"].namespace == "AWS/Events" && aws_cloudwatch_metric_alarm.alarm["not-queued"].metric_name == "FailedInvocations" && aws_cloudwatch_metric_alarm.alarm["not-queued"].dimensions == tomap({ RuleName = aws_cloudwatch_event_rule.created[0].name }) && aws_cloudwatch_metric_alarm.alarm["not-queued"].threshold == 0
    error_message = "An alarm for a rule that cannot send."
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
          Sid       = "FromRule"
          Effect    = "Allow"
          Principal = { Service = "events.amazonaws.com" }
          Action    = "sqs:SendMessage"
          Resource  = "arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"
          Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:events:eu-west-1:123456789012:rule/stripmeta-dev-objects" } }
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
    error_message = "The rule may send, only by TLS, and so may S3 still: the policy changes before the notification does."
  }
}

run "prefixes" {
  command = apply

  variables {
    trigger  = "eventbridge"
    prefixes = ["in/", "mit Raum/"]
    suffixes = [".jpg", ".png"]
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.created[0].event_pattern).detail.object.key == [{ wildcard = "in/*.jpg" }, { wildcard = "in/*.png" }, { wildcard = "mit Raum/*.jpg" }, { wildcard = "mit Raum/*.png" }]
    error_message = "Prefix and suffix at once, in plain text."
  }
}

run "every_object" {
  command = plan

  variables {
    trigger  = "eventbridge"
    suffixes = []
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.created[0].event_pattern).detail == { bucket = { name = ["stripmeta-dev-123456789012-a"] } }
    error_message = "Without prefixes and suffixes, every key matches."
  }
}

run "prefixes_alone" {
  command = plan

  variables {
    trigger  = "eventbridge"
    prefixes = ["in/", "mit Raum/"]
    suffixes = []
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.created[0].event_pattern).detail.object.key == [{ prefix = "in/" }, { prefix = "mit Raum/" }]
    error_message = "Every key in these folders."
  }
}
