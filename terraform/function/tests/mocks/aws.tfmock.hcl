# What AWS and the other stacks would answer, for all tests of this stack.
mock_data "aws_caller_identity" {
  defaults = { account_id = "123456789012" }
}
mock_data "aws_partition" {
  defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
}
mock_resource "aws_iam_role" {
  defaults = { arn = "arn:aws:iam::123456789012:role/stripmeta-dev-function" }
}
mock_resource "aws_cloudwatch_log_group" {
  defaults = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/stripmeta-dev" }
}
mock_resource "aws_cloudwatch_event_rule" {
  defaults = { arn = "arn:aws:events:eu-west-1:123456789012:rule/stripmeta-dev-objects" }
}
mock_resource "aws_lambda_function" {
  defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-dev", version = "1" }
}
mock_resource "aws_lambda_alias" {
  defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-dev:live" }
}

override_resource {
  target = aws_sqs_queue.objects
  values = {
    arn = "arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/stripmeta-dev-objects"
  }
}
override_resource {
  target = aws_sqs_queue.dead_letters
  values = {
    arn = "arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects-dlq"
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/stripmeta-dev-objects-dlq"
  }
}

override_data {
  target = data.aws_ssm_parameter.bucket_a
  values = { insecure_value = "stripmeta-dev-123456789012-a" }
}
override_data {
  target = data.aws_ssm_parameter.bucket_b
  values = { insecure_value = "stripmeta-dev-123456789012-b" }
}
override_data {
  target = data.aws_ssm_parameter.kms_key_arn
  values = { insecure_value = "none" }
}
override_data {
  target = data.aws_ssm_parameter.repository_url
  values = { insecure_value = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/stripmeta-dev" }
}
override_data {
  target = data.aws_ssm_parameter.live_image
  values = { insecure_value = "0123456789ab-42-arm64" }
}

override_resource {
  target = aws_lambda_alias.backlog
  values = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-dev-backlog:live" }
}
override_resource {
  target = aws_cloudwatch_log_group.backlog
  values = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/stripmeta-dev-backlog" }
}
