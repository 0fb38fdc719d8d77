# What all stacks share: versions, state, names, tags. Each stack's context.tf is a link to this file.

terraform {
  required_version = ">= 1.11, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.80, < 7.0"
    }
  }

  # environments/<environment>.s3.tfbackend gives bucket and region, scripts/stacks gives the key.
  backend "s3" {
    use_lockfile = true
    encrypt      = true
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = length(var.allowed_account_ids) > 0 ? var.allowed_account_ids : null

  default_tags {
    tags = local.tags
  }
}

variable "project" {
  description = "First part of every name, and of the path of every parameter."
  type        = string
  default     = "stripmeta"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.project))
    error_message = "project: 3 to 20 lower-case letters, digits and hyphens, beginning with a letter, not ending in a hyphen."
  }
}

variable "environment" {
  description = "dev, test, prod or a word of your own: second part of every name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,9}$", var.environment))
    error_message = "environment: 2 to 10 lower-case letters and digits, beginning with a letter."
  }
}

variable "region" {
  description = "The AWS region of every resource, for example eu-west-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region: the name of an AWS region, for example eu-west-1."
  }
}

variable "allowed_account_ids" {
  description = "Accounts in which the stacks may be applied; empty: any account."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.allowed_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "allowed_account_ids: each must have 12 digits."
  }
}

variable "owner" {
  description = "The tag owner: the person or team to ask."
  type        = string

  validation {
    condition     = can(regex("^[\\w .:/=+@-]{1,256}$", var.owner))
    error_message = "owner: 1 to 256 letters, digits, spaces and _ . : / = + - @, as AWS allows in tags."
  }
}

variable "cost_center" {
  description = "The tag cost-center: where the costs are booked."
  type        = string

  validation {
    condition     = can(regex("^[\\w .:/=+@-]{1,256}$", var.cost_center))
    error_message = "cost_center: 1 to 256 letters, digits, spaces and _ . : / = + - @, as AWS allows in tags."
  }
}

variable "repository" {
  description = "OWNER/NAME of the GitHub repository that the stacks come from. It is the tag repository, and the stack ci trusts its workflows."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}$", var.repository))
    error_message = "repository: OWNER/NAME as GitHub spells it."
  }
  validation {
    condition     = !startswith(var.repository, "example/")
    error_message = "repository: example/... stands for your own repository. Write its name into terraform/environments/${var.environment}.tfvars. Otherwise the roles of the stack ci would trust somebody else's repository."
  }
}

locals {
  name       = "${var.project}-${var.environment}"
  parameters = "/${var.project}/${var.environment}"

  tags = {
    project       = var.project
    environment   = var.environment
    stack         = local.stack
    owner         = var.owner
    "cost-center" = var.cost_center
    "managed-by"  = "terraform"
    repository    = var.repository
  }
}
