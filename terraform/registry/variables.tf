variable "keep_builds" {
  description = "How many builds of each architecture are kept. The live image and the one before it are kept besides."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.keep_builds >= 2 && var.keep_builds <= 1000 && floor(var.keep_builds) == var.keep_builds
    error_message = "keep_builds: a whole number from 2 to 1000."
  }
}

variable "untagged_days" {
  description = "After how many days an image without a tag is deleted."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.untagged_days >= 1 && var.untagged_days <= 365 && floor(var.untagged_days) == var.untagged_days
    error_message = "untagged_days: a whole number from 1 to 365."
  }
}
