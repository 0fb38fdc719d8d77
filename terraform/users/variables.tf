variable "users" {
  description = <<-EOT
    Users by name, each with one bucket:
      bucket      a or b
      access      read or read-write
      prefix      only keys that begin with this, for example "photos/"; empty: every key
      delete      whether the user may delete objects (their versions stay)
      access_key  whether an access key is made; its secret is then in the state, and the plan role of the stack ci can
                  read it
  EOT
  type = map(object({
    bucket     = string
    access     = string
    prefix     = optional(string, "")
    delete     = optional(bool, false)
    access_key = optional(bool, false)
  }))
  default = {
    user_a = { bucket = "a", access = "read-write" }
    user_b = { bucket = "b", access = "read" }
  }
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.users) : can(regex("^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", name)) && length(name) <= 24])
    error_message = "users: a name has at most 24 characters: lower-case letters and digits, beginning with a letter, and single _ or - between them."
  }

  # A user's policy has the user's name.
  validation {
    condition     = !contains(keys(var.users), "boundary")
    error_message = "users: no user may be named \"boundary\", because a policy of the stack ci has that name."
  }

  validation {
    condition     = length(distinct([for name in keys(var.users) : replace(name, "_", "-")])) == length(var.users)
    error_message = "users: two names differ only in _ and -, and would be one name in IAM."
  }

  validation {
    condition     = alltrue([for user in values(var.users) : contains(["a", "b"], user.bucket)])
    error_message = "users: bucket must be a or b."
  }

  validation {
    condition     = alltrue([for user in values(var.users) : contains(["read", "read-write"], user.access)])
    error_message = "users: access must be read or read-write."
  }

  # Only the function writes B: it would overwrite an object that does not have its marker.
  validation {
    condition     = alltrue([for user in values(var.users) : user.bucket == "a" || (user.access == "read" && !user.delete)])
    error_message = "users: users can only read bucket b; the function alone writes it."
  }

  validation {
    condition     = alltrue([for user in values(var.users) : user.access == "read-write" || !user.delete])
    error_message = "users: a user with access = \"read\" may not have delete = true."
  }

  # In a policy `*`, `?` and `$` have a meaning of their own.
  validation {
    condition     = alltrue([for user in values(var.users) : can(regex("^([^*?$/][^*?$]*)?$", user.prefix)) && length(user.prefix) <= 512])
    error_message = "users: a prefix is at most 512 characters, has none of * ? $, and does not begin with a slash."
  }
}

variable "sso" {
  description = <<-EOT
    Roles for people with single sign-on. The key is the name of the user whose rights the role has; the value says who
    may take the role:
      principal_arns     roles or users of IAM, for example those of IAM Identity Center's permission sets
      saml_provider_arn  a SAML identity provider
      oidc               an OpenID Connect identity provider, with the audience and the subjects
    A user without an entry has no role.
  EOT
  type = map(object({
    principal_arns    = optional(list(string), [])
    saml_provider_arn = optional(string)
    oidc = optional(object({
      provider_arn = string
      audience     = string
      subjects     = list(string)
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.sso) : contains(keys(var.users), name)])
    error_message = "sso: each key must be the name of one of users."
  }

  validation {
    condition     = alltrue([for trust in values(var.sso) : length(trust.principal_arns) > 0 || trust.saml_provider_arn != null || trust.oidc != null])
    error_message = "sso: nobody may take this role; give principal_arns, saml_provider_arn or oidc."
  }

  validation {
    condition = alltrue(flatten([
      for trust in values(var.sso) : [for arn in trust.principal_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/-]+$", arn))]
    ]))
    error_message = "sso: principal_arns must be ARNs of roles or users of IAM, without wildcards."
  }

  validation {
    condition = alltrue([
      for trust in values(var.sso) : trust.saml_provider_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:saml-provider/[A-Za-z0-9._-]+$", trust.saml_provider_arn))
    ])
    error_message = "sso: saml_provider_arn must be the ARN of a SAML provider of IAM."
  }

  validation {
    condition = alltrue([
      for trust in values(var.sso) : trust.oidc == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[A-Za-z0-9._/:-]+$", trust.oidc.provider_arn))
    ])
    error_message = "sso: oidc.provider_arn must be the ARN of an OpenID Connect provider of IAM."
  }

  validation {
    condition = alltrue([
      for trust in values(var.sso) : trust.oidc == null ||
      try(trust.oidc.audience != "" && length(trust.oidc.subjects) > 0 && alltrue([for subject in trust.oidc.subjects : can(regex("^[^*?]+$", subject))]), false)
    ])
    error_message = "sso: oidc needs an audience and at least one whole subject, without wildcards. Otherwise everybody whom the provider knows could take the role."
  }
}

variable "session_seconds" {
  description = "How many seconds a session of a role for single sign-on lasts at most."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition     = var.session_seconds >= 3600 && var.session_seconds <= 43200 && floor(var.session_seconds) == var.session_seconds
    error_message = "session_seconds: a whole number from 3600 (an hour) to 43200 (twelve)."
  }
}

variable "permissions_boundary" {
  description = "Whether users and roles have the permissions boundary of the stack ci, <project>-<environment>-boundary. Say false if you apply this stack yourself, without the stack ci. The deploy role of ci makes no user or role without the boundary."
  type        = bool
  default     = true
  nullable    = false
}
