locals {
  visibility_seconds = 6 * var.timeout_seconds + var.batch_window_seconds # what Lambda's documentation asks for

  # S3 may send with either trigger. When the trigger changes to eventbridge, the policy changes before the notification
  # is taken away: if S3 could not send in between, an object that comes to A then would be lost.
  queue_senders = {
    bucket_a = {
      Sid       = "FromBucketA"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.objects.arn
      Condition = {
        ArnEquals    = { "aws:SourceArn" = local.bucket_a_arn }
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
      }
    }
    rule = {
      Sid       = "FromRule"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.objects.arn
      # The rule's ARN has the account in it, so aws:SourceAccount is not needed.
      Condition = { ArnEquals = { "aws:SourceArn" = one(aws_cloudwatch_event_rule.created[*].arn) } }
    }
  }

  # Only this deny is about all principals and all of SQS's actions, which IAM writes as `*`.
  deny_insecure_transport = {
    Sid       = "DenyInsecureTransport"
    Effect    = "Deny"
    Principal = "*"
    Action    = "sqs:*"
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }

  queue_policy = {
    Version = "2012-10-17"
    Statement = concat(
      [local.queue_senders.bucket_a],
      [for sender in [local.queue_senders.rule] : sender if var.trigger == "eventbridge"],
      [merge(local.deny_insecure_transport, { Resource = aws_sqs_queue.objects.arn })],
    )
  }

  dead_letters_policy = {
    Version   = "2012-10-17"
    Statement = [merge(local.deny_insecure_transport, { Resource = aws_sqs_queue.dead_letters.arn })]
  }
}

resource "aws_sqs_queue" "objects" {
  name                       = "${local.name}-objects"
  visibility_timeout_seconds = local.visibility_seconds
  message_retention_seconds  = 4 * 86400

  sqs_managed_sse_enabled = var.queue_kms_key_arn == null ? true : null
  kms_master_key_id       = var.queue_kms_key_arn

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.max_receives
  })
}

# It keeps messages longer than the queue does, because a message keeps the date when it was first sent.
resource "aws_sqs_queue" "dead_letters" {
  name                      = "${local.name}-objects-dlq"
  message_retention_seconds = 14 * 86400

  sqs_managed_sse_enabled = var.queue_kms_key_arn == null ? true : null
  kms_master_key_id       = var.queue_kms_key_arn
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.objects.arn]
  })
}

resource "aws_sqs_queue_policy" "objects" {
  queue_url = aws_sqs_queue.objects.url
  policy    = jsonencode(local.queue_policy)
}

resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url
  policy    = jsonencode(local.dead_letters_policy)
}
