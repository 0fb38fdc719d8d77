locals {
  # The policies of each role. They are split, since one policy of IAM holds at most 6144 characters.
  policies = {
    read         = local.read_statements
    state-read   = local.state_read_statements
    state-write  = local.state_write_statements
    never        = local.never_statements
    deploy       = local.deploy_statements
    storage      = local.storage_statements
    registry     = local.registry_statements
    function     = local.function_statements
    users        = local.users_statements
    no-promotion = local.no_promotion_statements
  }

  role_policies = {
    plan   = ["read", "state-read", "never"]
    deploy = ["read", "state-read", "state-write", "deploy", "storage", "registry", "function", "users", "no-promotion"]
  }

  attachments = merge([
    for role, policies in local.role_policies : { for policy in policies : "${role}/${policy}" => { role = role, policy = policy } }
  ]...)

  policy_documents = {
    for key, statements in local.policies : key => jsonencode({ Version = "2012-10-17", Statement = statements })
  }
}

resource "aws_iam_role" "ci" {
  for_each = { plan = local.plan_role, deploy = local.deploy_role }

  name                 = each.value
  description          = each.key == "plan" ? "GitHub Actions of ${var.repository}: reads, to plan." : "GitHub Actions of ${var.repository}: pushes, deploys and applies."
  assume_role_policy   = local.trust_policies[each.key]
  max_session_duration = 3600
}

resource "aws_iam_policy" "ci" {
  for_each = local.policies

  name        = "${local.name}-ci-${each.key}"
  description = "A part of what the roles ${local.plan_role} and ${local.deploy_role} may do."
  policy      = local.policy_documents[each.key]
}

resource "aws_iam_role_policy_attachment" "ci" {
  for_each = local.attachments

  role       = aws_iam_role.ci[each.value.role].name
  policy_arn = aws_iam_policy.ci[each.value.policy].arn
}
