# As the parameters: nothing that holds a version of the function.

output "function_name" {
  description = "For aws lambda and for the log: aws logs tail /aws/lambda/NAME."
  value       = aws_lambda_function.function.function_name
}

output "alias_arn" {
  description = "What is live."
  value       = aws_lambda_alias.live.arn
}

output "role_arn" {
  description = "For a bucket's or a key's own policy that has to name the function."
  value       = aws_iam_role.function.arn
}

output "queue_url" {
  description = "Objects that wait."
  value       = aws_sqs_queue.objects.url
}

output "dlq_url" {
  description = "Objects that failed for good; scripts/redrive sends them through again."
  value       = aws_sqs_queue.dead_letters.url
}

output "log_group_name" {
  description = "Where the function writes its log."
  value       = aws_cloudwatch_log_group.function.name
}

output "backlog_alias_arn" {
  description = "What jobs of S3 Batch Operations call; null without backlog."
  value       = one(aws_lambda_alias.backlog[*].arn)
}

output "backlog_job_role_arn" {
  description = "The role of such jobs; null without backlog. Who starts them needs iam:PassRole on it."
  value       = one(aws_iam_role.job[*].arn)
}
