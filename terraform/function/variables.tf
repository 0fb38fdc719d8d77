# The function

variable "architecture" {
  description = "What the live image was built for: arm64 (cheaper) or x86_64."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture: arm64 or x86_64."
  }
}

variable "memory_mb" {
  description = "Memory of the function; processor time grows with it. Files of some formats are held whole in memory; they may be as large as a third of the memory above 128 MB."
  type        = number
  default     = 512

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb
    error_message = "memory_mb: a whole number from 128 to 10240."
  }
}

variable "timeout_seconds" {
  description = "How long one invocation, that is, one batch, may take. A message stays hidden for six times as long."
  type        = number
  default     = 120

  validation {
    condition     = var.timeout_seconds >= 10 && var.timeout_seconds <= 900 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "timeout_seconds: a whole number from 10 (less leaves no time for one object) to 900 (Lambda's limit)."
  }
}

variable "reserved_concurrency" {
  description = "How many concurrent invocations are reserved for the function, which is also the most that it gets; null: none are reserved. The account must keep 100 that are not reserved."
  type        = number
  default     = null

  validation {
    condition     = var.reserved_concurrency == null ? true : var.reserved_concurrency >= 2 && floor(var.reserved_concurrency) == var.reserved_concurrency
    error_message = "reserved_concurrency: null, or a whole number of at least 2, which the event source mapping needs. To stop the work, set processing to false."
  }
}

variable "maximum_concurrency" {
  description = "How many invocations the queue may start at the same time."
  type        = number
  default     = 10

  validation {
    condition     = var.maximum_concurrency >= 2 && var.maximum_concurrency <= 1000 && floor(var.maximum_concurrency) == var.maximum_concurrency
    error_message = "maximum_concurrency: a whole number from 2 to 1000, which are Lambda's limits."
  }
  validation {
    condition     = var.reserved_concurrency == null ? true : var.maximum_concurrency <= var.reserved_concurrency
    error_message = "maximum_concurrency: at most reserved_concurrency. With more, messages would be fetched only to be throttled."
  }
}

variable "tracing" {
  description = "Whether the function sends traces to X-Ray."
  type        = bool
  default     = false
}

variable "vpc" {
  description = "Subnets and security groups that the function runs in; null: no VPC, which is faster to start and enough for S3. In a VPC the function needs a gateway endpoint for S3."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null

  validation {
    condition     = var.vpc == null ? true : length(var.vpc.subnet_ids) > 0 && alltrue([for id in var.vpc.subnet_ids : can(regex("^subnet-[0-9a-f]{8,17}$", id))])
    error_message = "vpc: subnet_ids needs at least one id, each like subnet-0123456789abcdef0."
  }
  validation {
    condition     = var.vpc == null ? true : length(var.vpc.security_group_ids) > 0 && alltrue([for id in var.vpc.security_group_ids : can(regex("^sg-[0-9a-f]{8,17}$", id))])
    error_message = "vpc: security_group_ids needs at least one id, each like sg-0123456789abcdef0."
  }
}

variable "log_retention_days" {
  description = "For how many days the log is kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days: one of the numbers that CloudWatch takes: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }
}

# What is stripped. A wrong word would be noticed only when the function starts, so it is refused here already. The
# words are those of include/stripmeta/policy.hpp.

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
  description = "STRIPMETA_KEEP: parts to keep besides those that the policy keeps."
  type        = list(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.policy_keep, ["icc", "orientation", "density", "copyright", "gainmap", "panorama", "title", "ninepatch"])) == 0
    error_message = "policy_keep: only icc, orientation, density, copyright, gainmap, panorama, title, ninepatch."
  }

  validation {
    condition     = var.policy != "location" || length(var.policy_keep) == 0
    error_message = "policy_keep: must be empty with the policy location, which has no parts to keep."
  }
}

variable "policy_remove" {
  description = "STRIPMETA_REMOVE: parts to remove although the policy keeps them."
  type        = list(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.policy_remove, ["icc", "orientation", "density", "copyright", "gainmap", "panorama", "title", "ninepatch"])) == 0
    error_message = "policy_remove: only icc, orientation, density, copyright, gainmap, panorama, title, ninepatch."
  }

  validation {
    condition     = var.policy != "location" || length(var.policy_remove) == 0
    error_message = "policy_remove: must be empty with the policy location, which has no parts to remove."
  }

  validation {
    condition     = length(setintersection(var.policy_keep, var.policy_remove)) == 0
    error_message = "policy_remove: a part is in policy_keep too; name it in one of the two."
  }
}

variable "policy_strict" {
  description = "STRIPMETA_STRICT: true refuses damaged images; false repairs what can be repaired."
  type        = bool
  default     = true
}

# What happens to an object. The rules here are those by which the program judges its settings, so that a wrong setting
# is refused before anything is applied.

variable "unsupported" {
  description = "STRIPMETA_UNSUPPORTED: what happens to a file that is not an image of a known format: fail (its message ends among the dead letters), skip (a line in the log; damaged images still fail), quarantine (a record in B says why; damaged images get one too)."
  type        = string
  default     = "fail"

  validation {
    condition     = contains(["fail", "skip", "quarantine"], var.unsupported)
    error_message = "unsupported: fail, skip or quarantine."
  }
}

variable "quarantine_prefix" {
  description = "STRIPMETA_QUARANTINE_PREFIX: the prefix in B of the records of unsupported = \"quarantine\", in plain text."
  type        = string
  default     = "_stripmeta/quarantine/"

  validation {
    condition     = can(regex("^[^*?$\\\\\"<>\\x00-\\x1f]{1,256}$", var.quarantine_prefix))
    error_message = "quarantine_prefix: 1 to 256 characters, none of them * ? $ \\ \" < > or a control character."
  }
}

variable "output_key" {
  description = "STRIPMETA_OUTPUT_KEY: how the key in B is made from the key in A. It has {prefix} (the folders, with their last slash), {stem} and {extension} (with its dot), each once and in this order; text may stand before, between and behind them."
  type        = string
  default     = "{prefix}{stem}{extension}"

  validation {
    condition     = can(regex("^[^{}]*\\{prefix\\}[^{}]*\\{stem\\}[^{}]*\\{extension\\}[^{}]*$", var.output_key))
    error_message = "output_key: {prefix}, {stem} and {extension}, each exactly once and in this order, and no other braces. If one were missing, two objects of A could get the same key in B."
  }
  validation {
    condition     = can(regex("^[^*?$\\\\\"<>\\x00-\\x1f]{1,512}$", var.output_key))
    error_message = "output_key: at most 512 characters, none of them * ? $ \\ \" < > or a control character."
  }
}

variable "after_success" {
  description = "STRIPMETA_SOURCE: what happens to an object in A once it is clean in B: keep, tag (with source_tag), or delete (A is versioned: the old version stays for the noncurrent_days of terraform/storage)."
  type        = string
  default     = "keep"

  validation {
    condition     = contains(["keep", "tag", "delete"], var.after_success)
    error_message = "after_success: keep, tag or delete."
  }
}

variable "source_tag" {
  description = "STRIPMETA_SOURCE_TAG: the tag that after_success = \"tag\" sets, as NAME=VALUE."
  type        = string
  default     = "stripmeta=cleaned"

  validation {
    condition     = can(regex("^[\\pL\\pN _.:/+@-]{1,128}=[\\pL\\pN _.:/+=@-]{0,256}$", var.source_tag)) && !startswith(lower(var.source_tag), "aws:") && !can(regex("^ | =|= | $", var.source_tag))
    error_message = "source_tag: NAME=VALUE. The name has 1 to 128 characters and the value at most 256: letters, digits, _ . : / + - @ and, but not at either end, spaces; the value may have = too. The name must not begin with aws:."
  }
}

variable "output_tags" {
  description = "STRIPMETA_OUTPUT_TAGS: tags of the objects in B, by name."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(var.output_tags) <= 10
    error_message = "output_tags: at most 10, which is S3's limit."
  }
  validation {
    condition = alltrue([
      for name, value in var.output_tags :
      can(regex("^[\\pL\\pN _.:/+@-]{1,128}$", name)) && can(regex("^[\\pL\\pN _.:/+=@-]{0,256}$", value)) && !startswith(lower(name), "aws:") && trimspace(name) == name && trimspace(value) == value
    ])
    error_message = "output_tags: a name has 1 to 128 characters and a value at most 256: letters, digits, _ . : / + - @ and, but not at either end, spaces; a value may have = too. No name may begin with aws:."
  }
}

variable "carry_metadata" {
  description = "STRIPMETA_CARRY_METADATA: names of the user metadata (without x-amz-meta-) that the object in B takes over from the object in A."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.carry_metadata : can(regex("^[a-z0-9][a-z0-9._-]{0,127}$", name)) && !startswith(name, "stripmeta-")])
    error_message = "carry_metadata: each name is 1 to 128 lower-case letters, digits and . _ -, and begins with a letter or digit; names like stripmeta-... are the program's own."
  }
  validation {
    condition     = length(distinct(var.carry_metadata)) == length(var.carry_metadata)
    error_message = "carry_metadata: a name is in the list twice."
  }
}

variable "at_once" {
  description = "STRIPMETA_AT_ONCE: how many objects one invocation works on at the same time."
  type        = number
  default     = 10

  validation {
    condition     = var.at_once >= 1 && var.at_once <= 64 && floor(var.at_once) == var.at_once
    error_message = "at_once: a whole number from 1 to 64."
  }
}

variable "log_level" {
  description = "STRIPMETA_LOG_LEVEL: debug, info (one line for each object), warn or error."
  type        = string
  default     = "info"

  validation {
    condition     = contains(["debug", "info", "warn", "error"], var.log_level)
    error_message = "log_level: debug, info, warn or error."
  }
}

variable "metrics" {
  description = "STRIPMETA_METRICS: off, on, or kinds (adds a metric for each kind that was removed; each metric costs)."
  type        = string
  default     = "on"

  validation {
    condition     = contains(["off", "on", "kinds"], var.metrics)
    error_message = "metrics: off, on or kinds."
  }
}

# What starts the function

variable "trigger" {
  description = "How bucket A's new objects get into the queue: notification (S3 sends them itself) or eventbridge (if others need the events too; it costs more)."
  type        = string
  default     = "notification"

  validation {
    condition     = contains(["notification", "eventbridge"], var.trigger)
    error_message = "trigger: notification or eventbridge."
  }
}

variable "prefixes" {
  description = "Only keys that begin with one of these are cleaned, for example [\"in/\"], in plain text; empty: every key. The function's role is narrowed to them too."
  type        = list(string)
  default     = []

  # `*`, `?` and `$` have a meaning of their own in the role's policy, and so have `*` and `\` in an event pattern. S3
  # has no wildcards.
  validation {
    condition     = alltrue([for text in var.prefixes : can(regex("^[^*?$\\\\\"<>\\x00-\\x1f]{1,256}$", text))])
    error_message = "prefixes: each is 1 to 256 characters, none of them * ? $ \\ \" < > or a control character. There are no wildcards: [\"in/\"] already means every key in the folder."
  }
  validation {
    condition = alltrue([
      for pair in setproduct(range(length(var.prefixes)), range(length(var.prefixes))) :
      pair[0] == pair[1] || !startswith(var.prefixes[pair[0]], var.prefixes[pair[1]])
    ])
    error_message = "prefixes: one begins with another (or is in the list twice). S3 refuses filters that overlap; name only the shorter one."
  }
}

variable "suffixes" {
  description = "Only keys that end in one of these are cleaned; empty: every key. Upper and lower case differ. Write them in plain text: this stack encodes them as S3 wants."
  type        = list(string)
  default     = [".jpg", ".jpeg", ".JPG", ".JPEG"]

  validation {
    condition     = alltrue([for text in var.suffixes : can(regex("^[^*?$\\\\\"<>\\x00-\\x1f]{1,256}$", text))])
    error_message = "suffixes: each is 1 to 256 characters, none of them * ? $ \\ \" < > or a control character. There are no wildcards: [\".jpg\"] already means every key that ends in .jpg."
  }
  validation {
    condition = alltrue([
      for pair in setproduct(range(length(var.suffixes)), range(length(var.suffixes))) :
      pair[0] == pair[1] || !endswith(var.suffixes[pair[0]], var.suffixes[pair[1]])
    ])
    error_message = "suffixes: one ends in another (or is in the list twice). S3 refuses filters that overlap; name only the shorter one."
  }
  validation {
    condition     = max(1, length(var.prefixes)) * max(1, length(var.suffixes)) <= 100
    error_message = "suffixes: each suffix makes a filter with each prefix, and S3 takes at most 100 filters a bucket."
  }
}

variable "processing" {
  description = "Whether messages are taken out of the queue. With false they wait there, for four days at most; the function stays as it is."
  type        = bool
  default     = true
}

variable "batch_size" {
  description = "How many messages one invocation gets at most. It works on at_once of them at the same time and must finish all within the time-out; a small batch loses less if one object is late."
  type        = number
  default     = 10

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 10000 && floor(var.batch_size) == var.batch_size
    error_message = "batch_size: a whole number from 1 to 10000."
  }
}

variable "batch_window_seconds" {
  description = "How many seconds to wait for a full batch; 0: not at all."
  type        = number
  default     = 0

  validation {
    condition     = var.batch_window_seconds >= 0 && var.batch_window_seconds <= 300 && floor(var.batch_window_seconds) == var.batch_window_seconds
    error_message = "batch_window_seconds: a whole number from 0 to 300."
  }
  validation {
    condition     = var.batch_size <= 10 || var.batch_window_seconds >= 1
    error_message = "batch_window_seconds: at least 1 if batch_size is more than 10, as Lambda requires."
  }
}

variable "max_receives" {
  description = "How often a message is handed to the function before it becomes a dead letter. An invocation that dies costs each message of its batch one receive."
  type        = number
  default     = 10

  validation {
    condition     = var.max_receives >= 5 && var.max_receives <= 50 && floor(var.max_receives) == var.max_receives
    error_message = "max_receives: a whole number from 5 to 50. With less than 5, a message that an outage or another message of its batch delays would become a dead letter."
  }
}

variable "queue_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the two queues; null: SQS's own encryption. The key's policy must let s3.amazonaws.com (or, with trigger = \"eventbridge\", events.amazonaws.com) use GenerateDataKey and Decrypt."
  type        = string
  default     = null

  validation {
    condition     = var.queue_kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.queue_kms_key_arn))
    error_message = "queue_kms_key_arn: the ARN of a key (not of an alias), arn:PARTITION:kms:REGION:ACCOUNT:key/ID, or null."
  }
}

# Objects that were in A before, or have to be cleaned again

variable "backlog" {
  description = "Whether there is a second function, for jobs of S3 Batch Operations over many objects: scripts/backlog."
  type        = bool
  default     = false
  nullable    = false
}

variable "backlog_concurrency" {
  description = "How many concurrent invocations are reserved for the backlog's function, which is also the most that it gets; null: none are reserved, and a job may take all that the account has. The account must keep 100 that are not reserved."
  type        = number
  default     = 50

  validation {
    condition     = var.backlog_concurrency == null ? true : var.backlog_concurrency >= 1 && var.backlog_concurrency <= 1000 && floor(var.backlog_concurrency) == var.backlog_concurrency
    error_message = "backlog_concurrency: null, or a whole number from 1 to 1000: S3 Batch Operations makes no more than 1000 calls at once."
  }
}

variable "backlog_list_buckets" {
  description = "Buckets in which a job may read its list of objects, for example those of A's inventories. It may always read lists in B below _stripmeta/backlog/. Give terraform/ci the same buckets."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for bucket in var.backlog_list_buckets : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", bucket))])
    error_message = "backlog_list_buckets: names of buckets."
  }
}

# Watching the function

variable "alarm_topic_arn" {
  description = "ARN of the SNS topic that alarms are sent to; null: an alarm only changes its colour in the console."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic_arn == null ? true : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.alarm_topic_arn))
    error_message = "alarm_topic_arn: the ARN of a standard SNS topic, arn:PARTITION:sns:REGION:ACCOUNT:NAME, or null."
  }
}

variable "oldest_message_seconds" {
  description = "How old, in seconds, the oldest message may be before there is an alarm; null: as long as all tries of one object take."
  type        = number
  default     = null

  validation {
    condition     = var.oldest_message_seconds == null ? true : var.oldest_message_seconds >= 60 && var.oldest_message_seconds <= 345600
    error_message = "oldest_message_seconds: null, or from 60 to 345600 (four days, after which the queue drops a message)."
  }
}

variable "budget" {
  description = "Monthly budget of the project, and the addresses to write to; null: no budget. The tag `project` has to be a cost allocation tag."
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
  description = "Whether the function's role has the permissions boundary of the stack ci, <project>-<environment>-boundary. Say false if you apply this stack yourself, without the stack ci. The deploy role of ci makes no role without the boundary."
  type        = bool
  default     = true
  nullable    = false
}
