output "repository_url" {
  description = "URL that images are pushed to."
  value       = aws_ecr_repository.images.repository_url
}

output "repository_arn" {
  description = "ARN of the repository."
  value       = aws_ecr_repository.images.arn
}
