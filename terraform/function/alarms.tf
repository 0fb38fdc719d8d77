locals {
  # Only the alias is watched: a version on trial may fail without waking anyone.
  live = { FunctionName = local.name, Resource = "${local.name}:live" }

  # The alarm not-queued takes the place of a dead-letter queue on the rule's target: a policy or key that keeps
  # EventBridge out of one queue would keep it out of the other too.
  alarms = { for key, alarm in local.all_alarms : key => alarm if key != "not-queued" || var.trigger == "eventbridge" }

  all_alarms = {
    errors = {
      description = "Invocations failed as a whole: a setting is wrong, a permission is missing, or S3 does not answer. Read the log; messages wait in the queue."
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = local.live
      statistic   = "Sum"
      threshold   = 0
    }
    throttles = {
      description = "Invocations were refused: the account's concurrency is used up, or the reserved concurrency is too small."
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = local.live
      statistic   = "Sum"
      threshold   = 0
    }
    duration = {
      description = "An invocation took more than 80 % of its time-out. If it gets slower, objects will be handed back to the queue. Choose smaller batches, more memory or a longer time-out."
      namespace   = "AWS/Lambda"
      metric      = "Duration"
      dimensions  = local.live
      statistic   = "Maximum"
      threshold   = 0.8 * var.timeout_seconds * 1000
    }
    "dead-letters" = {
      description = "Objects failed ${var.max_receives} times. Read why in the log, mend the cause, then run: scripts/redrive --environment ${var.environment}"
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = aws_sqs_queue.dead_letters.name }
      statistic   = "Maximum"
      threshold   = 0
    }
    "oldest-message" = {
      description = "Objects wait longer than ${local.oldest_message_seconds} s: they come faster than they are cleaned, or nothing is cleaned at all."
      namespace   = "AWS/SQS"
      metric      = "ApproximateAgeOfOldestMessage"
      dimensions  = { QueueName = aws_sqs_queue.objects.name }
      statistic   = "Maximum"
      threshold   = local.oldest_message_seconds
    }
    "not-queued" = {
      description = "EventBridge could not put objects into the queue: look at the queue's policy and its key. Objects that came to bucket A since then are not cleaned until they are put there again."
      namespace   = "AWS/Events"
      metric      = "FailedInvocations"
      dimensions  = { RuleName = "${local.name}-objects" }
      statistic   = "Sum"
      threshold   = 0
    }
  }

  # By default as long as all tries of one bad object take: such an object is left to the alarm dead-letters.
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
