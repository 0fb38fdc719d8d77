# The queue feeds the alias, not the function itself: update-function-code changes $LATEST at once.
resource "aws_lambda_event_source_mapping" "objects" {
  event_source_arn = aws_sqs_queue.objects.arn
  function_name    = aws_lambda_alias.live.arn
  enabled          = var.processing

  batch_size                         = var.batch_size
  maximum_batching_window_in_seconds = var.batch_window_seconds
  function_response_types            = ["ReportBatchItemFailures"]

  # Limits the pollers. With the reserved concurrency alone, they would fetch messages that are then throttled, and each
  # time a message would lose one of its few receives.
  scaling_config {
    maximum_concurrency = var.maximum_concurrency
  }

  # Lambda checks the permissions for the queue when the mapping is made.
  depends_on = [aws_iam_role_policy.function]
}
