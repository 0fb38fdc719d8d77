locals {
  saml_audience = local.partition == "aws-cn" ? "https://signin.amazonaws.cn/saml" : (
    local.partition == "aws-us-gov" ? "https://signin.amazonaws-us-gov.com/saml" : "https://signin.aws.amazon.com/saml"
  )

  trust_by_principal = {
    for key, trust in var.sso : key => {
      Sid       = "Principals"
      Effect    = "Allow"
      Principal = { AWS = trust.principal_arns }
      Action    = "sts:AssumeRole"
    } if length(trust.principal_arns) > 0
  }

  trust_by_saml = {
    for key, trust in var.sso : key => {
      Sid       = "Saml"
      Effect    = "Allow"
      Principal = { Federated = trust.saml_provider_arn }
      Action    = "sts:AssumeRoleWithSAML"
      Condition = { StringEquals = { "SAML:aud" = local.saml_audience } }
    } if trust.saml_provider_arn != null
  }

  trust_by_oidc = {
    for key, trust in var.sso : key => {
      Sid       = "Oidc"
      Effect    = "Allow"
      Principal = { Federated = trust.oidc.provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${split("oidc-provider/", trust.oidc.provider_arn)[1]}:aud" = trust.oidc.audience
          "${split("oidc-provider/", trust.oidc.provider_arn)[1]}:sub" = trust.oidc.subjects
        }
      }
    } if trust.oidc != null
  }

  trust_policies = {
    for key in keys(var.sso) : key => jsonencode({
      Version = "2012-10-17"
      Statement = concat(
        try([local.trust_by_principal[key]], []),
        try([local.trust_by_saml[key]], []),
        try([local.trust_by_oidc[key]], []),
      )
    })
  }
}

# For people with single sign-on: the role has the rights of the user of that name, but no key that could be lost.
resource "aws_iam_role" "sso" {
  for_each = var.sso

  name                 = "${local.user_names[each.key]}-sso"
  description          = "The rights of ${local.user_names[each.key]}, for people with single sign-on."
  assume_role_policy   = local.trust_policies[each.key]
  max_session_duration = var.session_seconds
  permissions_boundary = local.boundary_arn
}

resource "aws_iam_role_policy_attachment" "sso" {
  for_each = var.sso

  role       = aws_iam_role.sso[each.key].name
  policy_arn = aws_iam_policy.this[each.key].arn
}
