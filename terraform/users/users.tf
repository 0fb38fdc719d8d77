locals {
  user_names = { for key in keys(var.users) : key => "${local.name}-${replace(key, "_", "-")}" }

  # The stack ci made the boundary, and its deploy role makes no user without it.
  boundary_arn = var.permissions_boundary ? "arn:${local.partition}:iam::${local.account}:policy/${local.name}-boundary" : null
}

resource "aws_iam_user" "this" {
  for_each = var.users

  name                 = local.user_names[each.key]
  permissions_boundary = local.boundary_arn
}

resource "aws_iam_user_policy_attachment" "this" {
  for_each = var.users

  user       = aws_iam_user.this[each.key].name
  policy_arn = aws_iam_policy.this[each.key].arn
}

# The key's secret is in the state, and whoever reads the state has it. So no key is made unless it is asked for.
resource "aws_iam_access_key" "this" {
  for_each = { for key, user in var.users : key => user if user.access_key }

  user = aws_iam_user.this[each.key].name
}
