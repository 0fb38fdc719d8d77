variable "create_oidc_provider" {
  description = "Whether this stack makes the account's OpenID Connect provider for GitHub; false: the provider exists already and is looked up. An account has only one, so only one of its environments may say true."
  type        = bool
  default     = true
  nullable    = false
}

variable "trust_names" {
  description = "Whether tokens are trusted whose subject has only names, repo:OWNER/NAME. Say false once repository_ids is set and the repository sends the ids: a name can be taken over by somebody else."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.trust_names || var.repository_ids != null
    error_message = "trust_names: if it is false, repository_ids is needed: otherwise nobody is trusted."
  }
}

variable "repository_ids" {
  description = "GitHub's ids of the owner and of the repository, for tokens whose subject has them, repo:OWNER@ID/NAME@ID; null: such tokens are refused."
  type        = object({ owner = number, repository = number })
  default     = null

  validation {
    condition = var.repository_ids == null || try(alltrue([
      for id in [var.repository_ids.owner, var.repository_ids.repository] : id >= 1 && floor(id) == id
    ]), false)
    error_message = "repository_ids: owner and repository must be whole numbers. `gh api repos/OWNER/NAME` shows them as owner.id and id."
  }
}

variable "github_environment" {
  description = "The GitHub environment whose jobs may deploy and apply; null: the one with this environment's name."
  type        = string
  default     = null

  validation {
    condition     = var.github_environment == null || can(regex("^[A-Za-z0-9_-]{1,64}$", var.github_environment))
    error_message = "github_environment: 1 to 64 letters, digits, _ and -."
  }
}

variable "plan_branches" {
  description = "Branches whose jobs may plan. Jobs of pull requests always may."
  type        = list(string)
  default     = ["main"]
  nullable    = false

  validation {
    condition     = alltrue([for branch in var.plan_branches : can(regex("^[A-Za-z0-9._/-]{1,200}$", branch))])
    error_message = "plan_branches: names of branches, without wildcards."
  }
}

variable "state_bucket" {
  description = "The bucket of Terraform's state, as environments/<environment>.s3.tfbackend names it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.state_bucket))
    error_message = "state_bucket: the name of a bucket."
  }
  validation {
    condition     = !startswith(var.state_bucket, "example-")
    error_message = "state_bucket: example-... stands for your own bucket. Write its name into terraform/ci/environments/${var.environment}.tfvars."
  }
}

variable "backlog_list_buckets" {
  description = "The same as in terraform/function: buckets, besides B, in which jobs of S3 Batch Operations may read their lists of objects."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for bucket in var.backlog_list_buckets : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", bucket))])
    error_message = "backlog_list_buckets: names of buckets."
  }
}
