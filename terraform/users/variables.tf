variable "users" {
  description = <<-EOT
    Users by name, each with one bucket:
      bucket      a or b
      access      read or read-write
      prefix      only keys that begin so, for example "photos/"; empty: all
      delete      whether it may delete objects (their versions stay)
      access_key  whether an access key is made; its secret is in the state then, and the plan role of the stack ci can read it
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
    error_message = "users: names are up to 24 lower-case letters, digits, and single _ or - between them."
  }

  # Their policies have their names.
  validation {
    condition     = !contains(keys(var.users), "boundary")
    error_message = "users: \"boundary\" is the name of the stack ci's own policy."
  }

  validation {
    condition     = length(distinct([for name in keys(var.users) : replace(name, "_", "-")])) == length(var.users)
    error_message = "users: two names differ only in _ and -, which is one name in IAM."
  }

  validation {
    condition     = alltrue([for user in values(var.users) : contains(["a", "b"], user.bucket)])
    error_message = "users: bucket is a or b."
  }

  validation {
    condition     = alltrue([for user in values(var.users) : contains(["read", "read-write"], user.access)])
    error_message = "users: access is read or read-write."
  }

  # The function alone writes B: what stands there without its marker would be overwritten.
  validation {
    condition     = alltrue([for user in values(var.users) : user.bucket == "a" || (user.access == "read" && !user.delete)])
    error_message = "users: bucket b can only be read, the function alone writes it."
  }

  validation {
    condition     = alltrue([for user in values(var.users) : user.access == "read-write" || !user.delete])
    error_message = "users: who only reads does not delete."
  }

  # In a policy * and ? and $ mean more than themselves.
  validation {
    condition     = alltrue([for user in values(var.users) : can(regex("^([^*?$/][^*?$]*)?$", user.prefix)) && length(user.prefix) <= 512])
    error_message = "users: a prefix is at most 512 characters, has none of * ? $, and does not begin with a slash."
  }
}

variable "sso" {
  description = <<-EOT
    Roles for people with single sign-on, by the name of the user whose rights they get, and who may take them:
      principal_arns     roles or users of IAM, for example those of IAM Identity Center's permission sets
      saml_provider_arn  an identity provider by SAML
      oidc               an identity provider by OpenID Connect, with its audience and the subjects
    Without an entry there is no role.
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
    error_message = "sso: each name is one of users."
  }

  validation {
    condition     = alltrue([for trust in values(var.sso) : length(trust.principal_arns) > 0 || trust.saml_provider_arn != null || trust.oidc != null])
    error_message = "sso: a role that nobody may take: give principal_arns, saml_provider_arn or oidc."
  }

  validation {
    condition = alltrue(flatten([
      for trust in values(var.sso) : [for arn in trust.principal_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/-]+$", arn))]
    ]))
    error_message = "sso: principal_arns are ARNs of roles or users of IAM, without wildcards."
  }

  validation {
    condition = alltrue([
      for trust in values(var.sso) : trust.saml_provider_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:saml-provider/[A-Za-z0-9._-]+$", trust.saml_provider_arn))
    ])
    error_message = "sso: saml_provider_arn is the ARN of a SAML provider of IAM."
  }

  validation {
    condition = alltrue([
      for trust in values(var.sso) : trust.oidc == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[A-Za-z0-9._/:-]+$", trust.oidc.provider_arn))
    ])
    error_message = "sso: oidc.provider_arn is the ARN of an OpenID Connect provider of IAM."
  }

  validation {
    condition = alltrue([
      for trust in values(var.sso) : trust.oidc == null ||
      try(trust.oidc.audience != "" && length(trust.oidc.subjects) > 0 && alltrue([for subject in trust.oidc.subjects : can(regex("^[^*?]+$", subject))]), false)
    ])
    error_message = "sso: oidc needs an audience and at least one subject, whole and without wildcards: everybody the provider knows could else take the role."
  }
}

variable "session_seconds" {
  description = "How long a session of a role for single sign-on lasts at most."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition     = var.session_seconds >= 3600 && var.session_seconds <= 43200 && floor(var.session_seconds) == var.session_seconds
    error_message = "session_seconds: a whole number from 3600 (an hour) to 43200 (twelve)."
  }
}

variable "permissions_boundary" {
  description = "Whether users and roles have the stack ci's permissions boundary, <project>-<environment>-boundary. Say false where that stack is not applied, and a person applies this one: with ci, its deploy role makes none without."
  type        = bool
  default     = true
  nullable    = false
}
