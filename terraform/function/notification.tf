locals {
  # Each prefix with each suffix; "" matches any key.
  filters = [
    for pair in setproduct(coalescelist(var.prefixes, [""]), coalescelist(var.suffixes, [""])) :
    { prefix = pair[0], suffix = pair[1] }
  ]

  # S3 compares filters with encoded keys: a space is `+`, and any other character that is not one of S3's safe ones is
  # %XX. The variables hold plain text, since EventBridge and the role's policy need it. urlencode() also encodes some
  # safe characters; these are put back.
  encoded = {
    for text in concat([""], var.prefixes, var.suffixes) :
    text => replace(replace(replace(replace(replace(urlencode(text), "%2F", "/"), "%21", "!"), "%27", "'"), "%28", "("), "%29", ")")
  }
}

# A bucket can have only one notification configuration: another such resource, in any stack, would overwrite this one.
resource "aws_s3_bucket_notification" "bucket_a" {
  bucket      = local.bucket_a
  eventbridge = var.trigger == "eventbridge"

  dynamic "queue" {
    for_each = var.trigger == "notification" ? local.filters : []

    content {
      id            = format("objects-%02d", queue.key)
      queue_arn     = aws_sqs_queue.objects.arn
      events        = ["s3:ObjectCreated:*"]
      filter_prefix = local.encoded[queue.value.prefix]
      filter_suffix = local.encoded[queue.value.suffix]
    }
  }

  # S3 sends a test message when the notification is set. If it may not send to the queue, it refuses the notification.
  depends_on = [aws_sqs_queue_policy.objects]
}
