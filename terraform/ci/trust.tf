locals {
  repository_parts = split("/", var.repository)

  # How a token's subject begins: with names or, for repositories made or renamed since July 2026, with names and ids.
  subject_prefixes = concat(
    var.trust_names ? ["repo:${var.repository}"] : [],
    var.repository_ids == null ? [] : [
      "repo:${local.repository_parts[0]}@${var.repository_ids.owner}/${local.repository_parts[1]}@${var.repository_ids.repository}"
    ],
  )

  github_environment = coalesce(var.github_environment, var.environment)

  # If a job names an environment, its subject has the environment in it and neither the branch nor pull_request. So a
  # subject is in one of these two lists at most: no pull request gets the role that deploys, and a job that deploys has
  # passed the environment's rules.
  plan_subjects = flatten([
    for prefix in local.subject_prefixes : concat(
      ["${prefix}:pull_request"],
      [for branch in var.plan_branches : "${prefix}:ref:refs/heads/${branch}"],
    )
  ])
  deploy_subjects = [for prefix in local.subject_prefixes : "${prefix}:environment:${local.github_environment}"]

  trust_policies = {
    for role, subjects in { plan = local.plan_subjects, deploy = local.deploy_subjects } : role => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "GitHub"
        Effect    = "Allow"
        Principal = { Federated = local.issuer_arn }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "${local.issuer}:aud" = "sts.amazonaws.com"
            "${local.issuer}:sub" = subjects
          }
        }
      }]
    })
  }
}
