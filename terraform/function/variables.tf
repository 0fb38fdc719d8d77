# The function

variable "architecture" {
  description = "arm64 (cheaper) or x86_64: what the live image was built for."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture: arm64 or x86_64."
  }
}

variable "memory_mb" {
  description = "Memory of the function; processor time grows with it. Formats that are held whole may be a third of what lies above 128 MB."
  type        = number
  default     = 512

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb
    error_message = "memory_mb: a whole number from 128 to 10240."
  }
}

variable "timeout_seconds" {
  description = "How long one invocation, that is one batch, may take. A message stays hidden for six times that."
  type        = number
  default     = 120

  validation {
    condition     = var.timeout_seconds >= 10 && var.timeout_seconds <= 900 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "timeout_seconds: a whole number from 10 (less leaves no time for one object) to 900, which is Lambda's most."
  }
}

variable "reserved_concurrency" {
  description = "Invocations at once that are kept for the function, and the most it gets; null: none are kept. The account must keep 100 that are not reserved."
  type        = number
  default     = null

  validation {
    condition     = var.reserved_concurrency == null ? true : var.reserved_concurrency >= 2 && floor(var.reserved_concurrency) == var.reserved_concurrency
    error_message = "reserved_concurrency: null, or a whole number of at least 2, which the event source mapping needs. To stop the work set processing to false."
  }
}

variable "maximum_concurrency" {
  description = "Invocations at once that the queue may cause."
  type        = number
  default     = 10

  validation {
    condition     = var.maximum_concurrency >= 2 && var.maximum_concurrency <= 1000 && floor(var.maximum_concurrency) == var.maximum_concurrency
    error_message = "maximum_concurrency: a whole number from 2 to 1000, as Lambda allows."
  }
  validation {
    condition     = var.reserved_concurrency == null ? true : var.maximum_concurrency <= var.reserved_concurrency
    error_message = "maximum_concurrency: at most reserved_concurrency. More would fetch messages only to have them throttled."
  }
}

variable "tracing" {
  description = "Traces in X-Ray."
  type        = bool
  default     = false
}

variable "vpc" {
  description = "Subnets and security groups to run in; null: none, which is faster to start and enough for S3. In a VPC it needs a gateway endpoint for S3."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null

  validation {
    condition     = var.vpc == null ? true : length(var.vpc.subnet_ids) > 0 && alltrue([for id in var.vpc.subnet_ids : can(regex("^subnet-[0-9a-f]{8,17}$", id))])
    error_message = "vpc: subnet_ids needs at least one, each such as subnet-0123456789abcdef0."
  }
  validation {
    condition     = var.vpc == null ? true : length(var.vpc.security_group_ids) > 0 && alltrue([for id in var.vpc.security_group_ids : can(regex("^sg-[0-9a-f]{8,17}$", id))])
    error_message = "vpc: security_group_ids needs at least one, each such as sg-0123456789abcdef0."
  }
}

variable "log_retention_days" {
  description = "How long the log is kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days: one of those that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }
}

# What is stripped. A wrong word would only be told by the function when it starts, so it is refused here. The words
# are those of include/stripmeta/policy.hpp.

variable "policy" {
  description = "STRIPMETA_POLICY: default, share, archive or location."
  type        = string
  default     = "default"

  validation {
    condition     = contains(["default", "share", "archive", "location"], var.policy)
    error_message = "policy: default, share, archive or location."
  }
}

variable "policy_keep" {
  description = "STRIPMETA_KEEP: parts to keep besides the policy's."
  type        = list(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.policy_keep, ["icc", "orientation", "density", "copyright", "gainmap", "panorama", "title", "ninepatch"])) == 0
    error_message = "policy_keep: of icc, orientation, density, copyright, gainmap, panorama, title, ninepatch."
  }

  validation {
    condition     = var.policy != "location" || length(var.policy_keep) == 0
    error_message = "policy_keep: the policy location has no parts to keep."
  }
}

variable "policy_remove" {
  description = "STRIPMETA_REMOVE: parts to remove in spite of the policy."
  type        = list(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.policy_remove, ["icc", "orientation", "density", "copyright", "gainmap", "panorama", "title", "ninepatch"])) == 0
    error_message = "policy_remove: of icc, orientation, density, copyright, gainmap, panorama, title, ninepatch."
  }

  validation {
    condition     = var.policy != "location" || length(var.policy_remove) == 0
    error_message = "policy_remove: the policy location has no parts to remove."
  }

  validation {
    condition     = length(setintersection(var.policy_keep, var.policy_remove)) == 0
    error_message = "policy_remove: a part is in policy_keep too; name it once."
  }
}

variable "policy_strict" {
  description = "STRIPMETA_STRICT: true refuses damaged images, false repairs what can be."
  type        = bool
  default     = true
}

# What becomes of an object. As the program judges its settings, so that a wrong one is told before anything is applied.

variable "unsupported" {
  description = "STRIPMETA_UNSUPPORTED: what happens to what is no image that is known: fail (it ends among the dead letters), skip (a line in the log; damaged images fail), quarantine (a record in B that says why; damaged images too)."
  type        = string
  default     = "fail"

  validation {
    condition     = contains(["fail", "skip", "quarantine"], var.unsupported)
    error_message = "unsupported: fail, skip or quarantine."
  }
}

variable "quarantine_prefix" {
  description = "STRIPMETA_QUARANTINE_PREFIX: where in B the records of unsupported = \"quarantine\" are, plain text."
  type        = string
  default     = "_stripmeta/quarantine/"

  validation {
    condition     = can(regex("^[^*?$\\\\\"<>\\x00-\\x1f]{1,256}$", var.quarantine_prefix))
    error_message = "quarantine_prefix: 1 to 256 characters, none of them * ? $ \\ \" < > or a control character."
  }
}

variable "output_key" {
  description = "STRIPMETA_OUTPUT_KEY: the key in B, from the key in A: {prefix} (the folders, with their last slash), {stem} and {extension} (with its dot), each once and in this order, with text before, between and behind."
  type        = string
  default     = "{prefix}{stem}{extension}"

  validation {
    condition     = can(regex("^[^{}]*\\{prefix\\}[^{}]*\\{stem\\}[^{}]*\\{extension\\}[^{}]*$", var.output_key))
    error_message = "output_key: {prefix}, {stem} and {extension}, each exactly once and in this order; other braces there are none. Without one of them two objects of A could meet in B."
  }
  validation {
    condition     = can(regex("^[^*?$\\\\\"<>\\x00-\\x1f]{1,512}$", var.output_key))
    error_message = "output_key: at most 512 characters, none of them * ? $ \\ \" < > or a control character."
  }
}

variable "after_success" {
  description = "STRIPMETA_SOURCE: what happens in A to an object that is clean in B: keep, tag (source_tag), or delete (A is versioned: the version stays until noncurrent_days of terraform/storage)."
  type        = string
  default     = "keep"

  validation {
    condition     = contains(["keep", "tag", "delete"], var.after_success)
    error_message = "after_success: keep, tag or delete."
  }
}

variable "source_tag" {
  description = "STRIPMETA_SOURCE_TAG: the tag of after_success = \"tag\", NAME=VALUE."
  type        = string
  default     = "stripmeta=cleaned"

  validation {
    condition     = can(regex("^[\\pL\\pN _.:/+@-]{1,128}=[\\pL\\pN _.:/+=@-]{0,256}$", var.source_tag)) && !startswith(lower(var.source_tag), "aws:") && !can(regex("^ | =|= | $", var.source_tag))
    error_message = "source_tag: NAME=VALUE, a name of 1 to 128 and a value of at most 256 letters, digits, spaces within and _ . : / + - @ (in the value = too), not beginning with aws:."
  }
}

variable "output_tags" {
  description = "STRIPMETA_OUTPUT_TAGS: tags of the objects in B, by name."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(var.output_tags) <= 10
    error_message = "output_tags: at most 10, as S3 takes."
  }
  validation {
    condition = alltrue([
      for name, value in var.output_tags :
      can(regex("^[\\pL\\pN _.:/+@-]{1,128}$", name)) && can(regex("^[\\pL\\pN _.:/+=@-]{0,256}$", value)) && !startswith(lower(name), "aws:") && trimspace(name) == name && trimspace(value) == value
    ])
    error_message = "output_tags: names of 1 to 128 and values of at most 256 letters, digits, spaces within and _ . : / + - @ (in values = too); no name begins with aws:."
  }
}

variable "carry_metadata" {
  description = "STRIPMETA_CARRY_METADATA: names of user metadata (without x-amz-meta-) that B's object takes over from A's."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.carry_metadata : can(regex("^[a-z0-9][a-z0-9._-]{0,127}$", name)) && !startswith(name, "stripmeta-")])
    error_message = "carry_metadata: each is 1 to 128 lower-case letters, digits and . _ -, beginning with a letter or digit; stripmeta-... is the program's own."
  }
  validation {
    condition     = length(distinct(var.carry_metadata)) == length(var.carry_metadata)
    error_message = "carry_metadata: a name is there twice."
  }
}

variable "at_once" {
  description = "STRIPMETA_AT_ONCE: objects of one invocation that are worked on at once."
  type        = number
  default     = 10

  validation {
    condition     = var.at_once >= 1 && var.at_once <= 64 && floor(var.at_once) == var.at_once
    error_message = "at_once: a whole number from 1 to 64."
  }
}

variable "log_level" {
  description = "STRIPMETA_LOG_LEVEL: debug, info (a line an object), warn or error."
  type        = string
  default     = "info"

  validation {
    condition     = contains(["debug", "info", "warn", "error"], var.log_level)
    error_message = "log_level: debug, info, warn or error."
  }
}

variable "metrics" {
  description = "STRIPMETA_METRICS: off, on, or kinds (also a metric for each kind that was removed; each costs)."
  type        = string
  default     = "on"

  validation {
    condition     = contains(["off", "on", "kinds"], var.metrics)
    error_message = "metrics: off, on or kinds."
  }
}

# What starts it

variable "trigger" {
  description = "How bucket A's new objects get into the queue: notification (S3 sends them itself) or eventbridge (where others need the events too; it costs more)."
  type        = string
  default     = "notification"

  validation {
    condition     = contains(["notification", "eventbridge"], var.trigger)
    error_message = "trigger: notification or eventbridge."
  }
}

variable "prefixes" {
  description = "Only keys that begin with one of these, in plain text, for example [\"in/\"]; empty: all. The function's role is narrowed to them too."
  type        = list(string)
  default     = []

  # `*`, `?` and `$` would mean something else in the role's policy, `*` and `\` in an event pattern; S3 has no wildcards.
  validation {
    condition     = alltrue([for text in var.prefixes : can(regex("^[^*?$\\\\\"<>\\x00-\\x1f]{1,256}$", text))])
    error_message = "prefixes: each is 1 to 256 characters, none of them * ? $ \\ \" < > or a control character. There are no wildcards: [\"in/\"] is every key in the folder."
  }
  validation {
    condition = alltrue([
      for pair in setproduct(range(length(var.prefixes)), range(length(var.prefixes))) :
      pair[0] == pair[1] || !startswith(var.prefixes[pair[0]], var.prefixes[pair[1]])
    ])
    error_message = "prefixes: one begins with another (or is there twice). S3 refuses filters that overlap; name the shorter one alone."
  }
}

variable "suffixes" {
  description = "Only keys that end in one of these, in plain text, case counts; empty: all. Encoded as S3 wants it by this stack."
  type        = list(string)
  default     = [".jpg", ".jpeg", ".JPG", ".JPEG"]

  validation {
    condition     = alltrue([for text in var.suffixes : can(regex("^[^*?$\\\\\"<>\\x00-\\x1f]{1,256}$", text))])
    error_message = "suffixes: each is 1 to 256 characters, none of them * ? $ \\ \" < > or a control character. There are no wildcards: [\".jpg\"] is every key that ends so."
  }
  validation {
    condition = alltrue([
      for pair in setproduct(range(length(var.suffixes)), range(length(var.suffixes))) :
      pair[0] == pair[1] || !endswith(var.suffixes[pair[0]], var.suffixes[pair[1]])
    ])
    error_message = "suffixes: one ends in another (or is there twice). S3 refuses filters that overlap; name the shorter one alone."
  }
  validation {
    condition     = max(1, length(var.prefixes)) * max(1, length(var.suffixes)) <= 100
    error_message = "suffixes: each is combined with each of prefixes, and S3 takes at most 100 filters a bucket."
  }
}

variable "processing" {
  description = "false leaves the messages in the queue, for four days at most; the function stays as it is."
  type        = bool
  default     = true
}

variable "batch_size" {
  description = "Messages that one invocation gets at most. at_once of them are done at once, all within the time-out; small batches lose less when one is late."
  type        = number
  default     = 10

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 10000 && floor(var.batch_size) == var.batch_size
    error_message = "batch_size: a whole number from 1 to 10000."
  }
}

variable "batch_window_seconds" {
  description = "How long to wait for a full batch; 0: not at all."
  type        = number
  default     = 0

  validation {
    condition     = var.batch_window_seconds >= 0 && var.batch_window_seconds <= 300 && floor(var.batch_window_seconds) == var.batch_window_seconds
    error_message = "batch_window_seconds: a whole number from 0 to 300."
  }
  validation {
    condition     = var.batch_size <= 10 || var.batch_window_seconds >= 1
    error_message = "batch_window_seconds: at least 1 where batch_size is more than 10, which Lambda asks for."
  }
}

variable "max_receives" {
  description = "How often a message is handed to the function before it is a dead letter. An invocation that dies costs each message of its batch one."
  type        = number
  default     = 10

  validation {
    condition     = var.max_receives >= 5 && var.max_receives <= 50 && floor(var.max_receives) == var.max_receives
    error_message = "max_receives: a whole number from 5 (less makes dead letters of what an outage or a neighbour delays) to 50."
  }
}

variable "queue_kms_key_arn" {
  description = "KMS key of the two queues; null: SQS's own encryption. The key's policy must let s3.amazonaws.com (or events.amazonaws.com) use GenerateDataKey and Decrypt."
  type        = string
  default     = null

  validation {
    condition     = var.queue_kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.queue_kms_key_arn))
    error_message = "queue_kms_key_arn: the ARN of a key (no alias), arn:PARTITION:kms:REGION:ACCOUNT:key/ID, or null."
  }
}

# What was in A before, or has to be done again

variable "backlog" {
  description = "Whether there is a second function, for jobs of S3 Batch Operations over many objects: scripts/backlog."
  type        = bool
  default     = false
  nullable    = false
}

variable "backlog_concurrency" {
  description = "Invocations at once that are kept for the backlog's function, and the most it gets; null: none are kept, and a job may take all that the account has. The account must keep 100 that are not reserved."
  type        = number
  default     = 50

  validation {
    condition     = var.backlog_concurrency == null ? true : var.backlog_concurrency >= 1 && var.backlog_concurrency <= 1000 && floor(var.backlog_concurrency) == var.backlog_concurrency
    error_message = "backlog_concurrency: null, or a whole number from 1 to 1000, which is the most that S3 Batch Operations calls at once."
  }
}

variable "backlog_list_buckets" {
  description = "Buckets, besides B below _stripmeta/backlog/, in which a job may read its list of objects: where the inventories of A are. terraform/ci has the same."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for bucket in var.backlog_list_buckets : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", bucket))])
    error_message = "backlog_list_buckets: names of buckets."
  }
}

# Watching it

variable "alarm_topic_arn" {
  description = "SNS topic that alarms are sent to; null: they only change colour."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic_arn == null ? true : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.alarm_topic_arn))
    error_message = "alarm_topic_arn: the ARN of a standard SNS topic, arn:PARTITION:sns:REGION:ACCOUNT:NAME, or null."
  }
}

variable "oldest_message_seconds" {
  description = "Age of the oldest message that is an alarm; null: as long as all tries of one object take."
  type        = number
  default     = null

  validation {
    condition     = var.oldest_message_seconds == null ? true : var.oldest_message_seconds >= 60 && var.oldest_message_seconds <= 345600
    error_message = "oldest_message_seconds: from 60 to 345600 (the queue forgets a message after four days), or null."
  }
}

variable "budget" {
  description = "Monthly budget of the project and whom to write to; null: none. Needs the tag `project` as a cost allocation tag."
  type = object({
    limit_usd = number
    emails    = list(string)
  })
  default = null

  validation {
    condition     = var.budget == null ? true : var.budget.limit_usd > 0
    error_message = "budget: limit_usd must be more than 0."
  }
  validation {
    condition     = var.budget == null ? true : length(var.budget.emails) >= 1 && length(var.budget.emails) <= 10 && alltrue([for email in var.budget.emails : can(regex("^[^@[:space:]]+@[^@[:space:]]+$", email))])
    error_message = "budget: emails needs 1 to 10 addresses."
  }
}

variable "permissions_boundary" {
  description = "Whether the function's role has the stack ci's permissions boundary, <project>-<environment>-boundary. Say false where that stack is not applied, and a person applies this one: with ci, its deploy role makes none without."
  type        = bool
  default     = true
  nullable    = false
}
