variable "bucket_names" {
  description = "Names of the buckets: a map with the keys a and b, or with one of them. A bucket that it does not name is called <project>-<environment>-<account>-a or -b."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.bucket_names) : contains(["a", "b"], key)])
    error_message = "bucket_names: the keys must be a and b, or one of them."
  }

  # No dots: the certificate of S3's virtual hosts does not cover them.
  validation {
    condition     = alltrue([for name in values(var.bucket_names) : can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", name))])
    error_message = "bucket_names: 3 to 63 lower-case letters, digits and hyphens, no hyphen at either end."
  }

  validation {
    condition     = length(distinct(values(var.bucket_names))) == length(var.bucket_names)
    error_message = "bucket_names: A and B must be two buckets. In one bucket, each cleaned object would be cleaned again for ever."
  }
}

variable "kms_key" {
  description = "\"none\": S3 encrypts with its own keys. \"create\": this stack makes a customer key. Or the ARN of a key that exists already."
  type        = string
  default     = "none"

  validation {
    condition     = contains(["none", "create"], var.kms_key) || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key))
    error_message = "kms_key: none, create, or the ARN of a key (not of an alias)."
  }

  validation {
    condition     = contains(["none", "create"], var.kms_key) || strcontains(var.kms_key, ":kms:${var.region}:")
    error_message = "kms_key: the key must be in the region of the buckets."
  }
}

variable "tiering_enabled" {
  description = "Whether bucket B moves its objects to INTELLIGENT_TIERING."
  type        = bool
  default     = true
  nullable    = false
}

variable "tiering_days" {
  description = "After how many days bucket B moves its objects to INTELLIGENT_TIERING."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.tiering_days >= 0 && var.tiering_days <= 3650 && floor(var.tiering_days) == var.tiering_days
    error_message = "tiering_days: a whole number from 0 to 3650."
  }
}

variable "tiering_least_bytes" {
  description = "Objects up to this size stay where they are: moving costs a fee for each, and below 128 KiB nothing is ever saved."
  type        = number
  default     = 262144
  nullable    = false

  validation {
    condition     = var.tiering_least_bytes >= 131072 && floor(var.tiering_least_bytes) == var.tiering_least_bytes
    error_message = "tiering_least_bytes: a whole number, 131072 (128 KiB) or more."
  }
}

variable "noncurrent_days" {
  description = "After how many days a version that is no longer the current one is deleted for good, by bucket (keys a and b). A bucket that is not named keeps all versions: no originals are deleted unasked."
  type        = map(number)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.noncurrent_days) : contains(["a", "b"], key)])
    error_message = "noncurrent_days: the keys must be a and b, or one of them."
  }

  validation {
    condition     = alltrue([for days in values(var.noncurrent_days) : days >= 1 && days <= 36500 && floor(days) == days])
    error_message = "noncurrent_days: each is a whole number from 1 to 36500."
  }
}

variable "access_logs" {
  description = "Whether S3 logs the requests to A and B. The logs get a bucket of their own."
  type        = bool
  default     = false
  nullable    = false
}

variable "data_events" {
  description = "Whether CloudTrail records who read and wrote which object of A and B (AWS charges for each event)."
  type        = bool
  default     = false
  nullable    = false
}

variable "log_days" {
  description = "After how many days access logs and data events are deleted."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = var.log_days >= 1 && var.log_days <= 3650 && floor(var.log_days) == var.log_days
    error_message = "log_days: a whole number from 1 to 3650."
  }
}
