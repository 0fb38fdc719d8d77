# With trigger = "eventbridge": every event of bucket A goes to the account's default bus, and this rule picks the new
# objects.

locals {
  # A pattern's `prefix` and `suffix` are alternatives to each other, so a wildcard stands for both at once. The
  # variables refuse its special characters. For the same reason the rule cannot leave out the objects that a deploy
  # tries, below _stripmeta/smoke/: a field can have no second condition beside its suffix ("anything-but" would be one
  # more alternative, and there is no "and"). This does no harm: an object that is gone before its turn comes is
  # skipped.
  key_patterns = [
    for filter in local.filters :
    filter.prefix == "" ? { suffix = filter.suffix } : filter.suffix == "" ? { prefix = filter.prefix } : { wildcard = "${filter.prefix}*${filter.suffix}" }
  ]

  event_pattern = {
    source        = ["aws.s3"]
    "detail-type" = ["Object Created"]
    detail = merge(
      { bucket = { name = [local.bucket_a] } },
      length(var.prefixes) + length(var.suffixes) == 0 ? {} : { object = { key = local.key_patterns } },
    )
  }
}

resource "aws_cloudwatch_event_rule" "created" {
  count = var.trigger == "eventbridge" ? 1 : 0

  name          = "${local.name}-objects"
  description   = "Objects created in ${local.bucket_a}, to the queue."
  event_pattern = jsonencode(local.event_pattern)

  lifecycle {
    precondition {
      condition     = length(jsonencode(local.event_pattern)) <= 2048
      error_message = "prefixes and suffixes: together they make a pattern longer than the 2,048 characters that EventBridge allows. Name fewer, or set trigger to \"notification\"."
    }
  }
}

# The event is passed on unchanged: the function knows its shape.
resource "aws_cloudwatch_event_target" "objects" {
  count = var.trigger == "eventbridge" ? 1 : 0

  rule      = aws_cloudwatch_event_rule.created[0].name
  target_id = "objects"
  arn       = aws_sqs_queue.objects.arn

  depends_on = [aws_sqs_queue_policy.objects]
}
