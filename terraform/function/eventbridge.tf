# With trigger = "eventbridge": every event of bucket A goes to the account's default bus, and this rule picks.

locals {
  # A pattern's `prefix` and `suffix` are alternatives to each other, so both at once are said by a wildcard. Its special
  # characters are refused in the variables. For the same reason nothing here leaves out what deploys try, below
  # _stripmeta/smoke/: one field takes no second condition beside its suffix ("anything-but" would be one more alternative,
  # and there is no "and"). Its keys end in .trial instead, which no suffix may select.
  key_patterns = [
    for filter in local.filters :
    filter.prefix == "" ? { suffix = filter.suffix } : { wildcard = "${filter.prefix}*${filter.suffix}" }
  ]

  event_pattern = {
    source        = ["aws.s3"]
    "detail-type" = ["Object Created"]
    detail = {
      bucket = { name = [local.bucket_a] }
      object = { key = local.key_patterns }
    }
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
      error_message = "prefixes and suffixes: together they make a pattern of more than EventBridge's 2,048 characters. Name fewer, or set trigger to \"notification\"."
    }
  }
}

# The function does not know EventBridge's shape, so it gets {"key": KEY}. Not the notification's shape: there a key is
# form-encoded, here it is plain, and "a+b" would be read as "a b". What differs: an object that is gone before its turn
# comes is an error, which ends among the dead letters, where a notification's is skipped.
# <key> without quotes: EventBridge adds them to a string.
resource "aws_cloudwatch_event_target" "objects" {
  count = var.trigger == "eventbridge" ? 1 : 0

  rule      = aws_cloudwatch_event_rule.created[0].name
  target_id = "objects"
  arn       = aws_sqs_queue.objects.arn

  input_transformer {
    input_paths    = { key = "$.detail.object.key" }
    input_template = "{\"key\": <key>}"
  }

  depends_on = [aws_sqs_queue_policy.objects]
}
