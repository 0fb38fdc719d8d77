# Like the parameters, none of these names a version of the function.

output "function_name" {
  description = "Name of the function, for aws lambda and for its log: aws logs tail /aws/lambda/NAME."
  value       = aws_lambda_function.function.function_name
}

output "alias_arn" {
  description = "ARN of the alias of the live version."
  value       = aws_lambda_alias.live.arn
}

output "role_arn" {
  description = "ARN of the function's role, for the policy of a bucket or a key that has to name it."
  value       = aws_iam_role.function.arn
}

output "queue_url" {
  description = "URL of the queue of objects that wait."
  value       = aws_sqs_queue.objects.url
}

output "dlq_url" {
  description = "URL of the queue of objects that failed for good; scripts/redrive sends them through again."
  value       = aws_sqs_queue.dead_letters.url
}

output "log_group_name" {
  description = "Name of the log group of the function."
  value       = aws_cloudwatch_log_group.function.name
}

output "backlog_alias_arn" {
  description = "ARN of the alias that jobs of S3 Batch Operations call; null without backlog."
  value       = one(aws_lambda_alias.backlog[*].arn)
}

output "backlog_job_role_arn" {
  description = "ARN of the role of such jobs; null without backlog. Whoever starts a job needs iam:PassRole on it."
  value       = one(aws_iam_role.job[*].arn)
}
