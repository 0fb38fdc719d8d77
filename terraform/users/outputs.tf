output "user_arns" {
  description = "ARNs of the users, by name."
  value       = { for key, user in aws_iam_user.this : key => user.arn }
}

output "role_arns" {
  description = "ARNs of the roles for single sign-on, by name."
  value       = { for key, role in aws_iam_role.sso : key => role.arn }
}

output "access_key_ids" {
  description = "Ids of the access keys that were asked for, by user."
  value       = { for key, access in aws_iam_access_key.this : key => access.id }
}

output "secret_access_keys" {
  description = "Secrets of these access keys, by user. To see them: terraform output -json secret_access_keys."
  value       = { for key, access in aws_iam_access_key.this : key => access.secret }
  sensitive   = true
}
