variable "create_oidc_provider" {
  description = "Whether this stack makes the account's OpenID Connect provider for GitHub; false: it is there, and looked up. An account has one, so only one environment in it says true."
  type        = bool
  default     = true
  nullable    = false
}

variable "trust_names" {
  description = "Whether tokens are trusted whose subject has names alone, repo:OWNER/NAME. Say false once repository_ids are given and the repository sends them: a name can be taken over."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.trust_names || var.repository_ids != null
    error_message = "trust_names: without names the ids are needed, else nobody is trusted."
  }
}

variable "repository_ids" {
  description = "GitHub's numbers of the owner and of the repository, for tokens whose subject has them, repo:OWNER@ID/NAME@ID; null: such tokens are refused."
  type        = object({ owner = number, repository = number })
  default     = null

  validation {
    condition = var.repository_ids == null || try(alltrue([
      for id in [var.repository_ids.owner, var.repository_ids.repository] : id >= 1 && floor(id) == id
    ]), false)
    error_message = "repository_ids: owner and repository are whole numbers, as `gh api repos/OWNER/NAME` says them (owner.id and id)."
  }
}

variable "github_environment" {
  description = "Environment of GitHub whose jobs may deploy and apply; null: named as this environment is."
  type        = string
  default     = null

  validation {
    condition     = var.github_environment == null || can(regex("^[A-Za-z0-9_-]{1,64}$", var.github_environment))
    error_message = "github_environment: 1 to 64 letters, digits, _ and -."
  }
}

variable "plan_branches" {
  description = "Branches whose jobs may plan, besides pull requests."
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
    error_message = "state_bucket: example-... stands for your own, which belongs into terraform/ci/environments/${var.environment}.tfvars."
  }
}

variable "backlog_list_buckets" {
  description = "As in terraform/function: other buckets in which jobs of S3 Batch Operations may read their lists."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for bucket in var.backlog_list_buckets : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", bucket))])
    error_message = "backlog_list_buckets: names of buckets."
  }
}
