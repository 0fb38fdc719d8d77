locals {
  # Of the alias alone: a version on trial may fail without waking anyone.
  live = { FunctionName = local.name, Resource = "${local.name}:live" }

  # Not a queue of dead letters on the rule's target: a policy or a key that keeps EventBridge out of one queue would keep
  # it out of that one too.
  alarms = { for key, alarm in local.all_alarms : key => alarm if key != "not-queued" || var.trigger == "eventbridge" }

  all_alarms = {
    errors = {
      description = "Invocations failed as a whole: a wrong setting, no permission, or S3 not answering. Read the log; messages wait in the queue."
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = local.live
      statistic   = "Sum"
      threshold   = 0
    }
    throttles = {
      description = "Invocations found no free place: the account's concurrency is used up, or the reserved one is too small."
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = local.live
      statistic   = "Sum"
      threshold   = 0
    }
    duration = {
      description = "An invocation took more than 80 % of its time-out: objects are handed back soon. Smaller batches, more memory or a longer time-out."
      namespace   = "AWS/Lambda"
      metric      = "Duration"
      dimensions  = local.live
      statistic   = "Maximum"
      threshold   = 0.8 * var.timeout_seconds * 1000
    }
    "dead-letters" = {
      description = "Objects failed ${var.max_receives} times. Read why in the log, mend it, then: scripts/redrive --environment ${var.environment}"
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = aws_sqs_queue.dead_letters.name }
      statistic   = "Maximum"
      threshold   = 0
    }
    "oldest-message" = {
      description = "Objects wait longer than ${local.oldest_message_seconds} s: more come than are done, or nothing is done at all."
      namespace   = "AWS/SQS"
      metric      = "ApproximateAgeOfOldestMessage"
      dimensions  = { QueueName = aws_sqs_queue.objects.name }
      statistic   = "Maximum"
      threshold   = local.oldest_message_seconds
    }
    "not-queued" = {
      description = "EventBridge could not put objects into the queue: look at the queue's policy and its key. What came to bucket A since then is not cleaned before it is put there again."
      namespace   = "AWS/Events"
      metric      = "FailedInvocations"
      dimensions  = { RuleName = "${local.name}-objects" }
      statistic   = "Sum"
      threshold   = 0
    }
  }

  # As long as all tries of one bad object take, unless said otherwise: that one is the dead letters' alarm.
  oldest_message_seconds = coalesce(var.oldest_message_seconds, var.max_receives * local.visibility_seconds)
}

resource "aws_cloudwatch_metric_alarm" "alarm" {
  for_each = local.alarms

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching" # no images, no metrics

  alarm_actions = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
  ok_actions    = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
}
