output "plan_role_arn" {
  description = "ARN of the role of jobs that plan."
  value       = aws_iam_role.ci["plan"].arn
}

output "deploy_role_arn" {
  description = "ARN of the role of jobs that push, deploy and apply."
  value       = aws_iam_role.ci["deploy"].arn
}
