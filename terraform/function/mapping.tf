# From the queue to the alias, not to the function: update-function-code changes $LATEST at once.
resource "aws_lambda_event_source_mapping" "objects" {
  event_source_arn = aws_sqs_queue.objects.arn
  function_name    = aws_lambda_alias.live.arn
  enabled          = var.processing

  batch_size                         = var.batch_size
  maximum_batching_window_in_seconds = var.batch_window_seconds
  function_response_types            = ["ReportBatchItemFailures"]

  # Bounds the pollers, where the reserved concurrency alone would let them fetch messages that then are throttled, each
  # time one of the message's few receives.
  scaling_config {
    maximum_concurrency = var.maximum_concurrency
  }

  # Lambda looks at the permissions for the queue when the mapping is made.
  depends_on = [aws_iam_role_policy.function]
}
