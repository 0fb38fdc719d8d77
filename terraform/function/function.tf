locals {
  # Only settings that differ from the program's own defaults, so that the console shows what was chosen.
  environment = merge(
    { BUCKET_A = local.bucket_a, BUCKET_B = local.bucket_b },
    var.policy == "default" ? {} : { STRIPMETA_POLICY = var.policy },
    length(var.policy_keep) == 0 ? {} : { STRIPMETA_KEEP = join(",", var.policy_keep) },
    length(var.policy_remove) == 0 ? {} : { STRIPMETA_REMOVE = join(",", var.policy_remove) },
    var.policy_strict ? {} : { STRIPMETA_STRICT = "0" },
    var.unsupported == "fail" ? {} : { STRIPMETA_UNSUPPORTED = var.unsupported },
    !local.quarantine || var.quarantine_prefix == "_stripmeta/quarantine/" ? {} : { STRIPMETA_QUARANTINE_PREFIX = var.quarantine_prefix },
    local.same_keys ? {} : { STRIPMETA_OUTPUT_KEY = var.output_key },
    var.after_success == "keep" ? {} : { STRIPMETA_SOURCE = var.after_success },
    var.after_success != "tag" || var.source_tag == "stripmeta=cleaned" ? {} : { STRIPMETA_SOURCE_TAG = var.source_tag },
    length(var.output_tags) == 0 ? {} : { STRIPMETA_OUTPUT_TAGS = join(",", [for name, value in var.output_tags : "${name}=${value}"]) },
    length(var.carry_metadata) == 0 ? {} : { STRIPMETA_CARRY_METADATA = join(",", var.carry_metadata) },
    var.at_once == 10 ? {} : { STRIPMETA_AT_ONCE = tostring(var.at_once) },
    var.log_level == "info" ? {} : { STRIPMETA_LOG_LEVEL = var.log_level },
    var.metrics == "on" ? {} : { STRIPMETA_METRICS = var.metrics },
  )

  quarantine = var.unsupported == "quarantine"
  same_keys  = var.output_key == "{prefix}{stem}{extension}"

  # The end of a tag says what the image was built for, in docker's word or in Lambda's.
  other_architecture = var.architecture == "arm64" ? "-(amd64|x86_64)$" : "-(arm64|aarch64)$"
}

resource "aws_lambda_function" "function" {
  function_name = local.name
  description   = "Images from ${local.bucket_a} to ${local.bucket_b} without their metadata."
  role          = aws_iam_role.function.arn

  package_type  = "Image"
  image_uri     = "${local.repository_url}:${local.live_image}"
  architectures = [var.architecture]
  publish       = true # a version for each change: the alias names one

  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.reserved_concurrency == null ? -1 : var.reserved_concurrency # -1: none is reserved

  # No ephemeral_storage block: nothing is written to disk, so /tmp stays at the platform's minimum, which costs nothing.

  environment {
    variables = local.environment
  }

  # The group exists before the function does: the role may not create one, and one that Lambda makes has no retention.
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = var.vpc == null ? [] : [var.vpc]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  lifecycle {
    ignore_changes = [image_uri] # scripts/deploy sets it, and tries a version before it is live

    precondition {
      condition     = local.live_image != "none"
      error_message = "No image has been pushed yet (${local.parameters}/registry/live_image is \"none\"), and a function cannot be without one. Push it first: scripts/deploy --environment ${var.environment} --image IMAGE"
    }
    precondition {
      condition     = !can(regex(local.other_architecture, local.live_image))
      error_message = "architecture is ${var.architecture}, but the live image is ${local.live_image}. Build and push one for ${var.architecture}, or set architecture to the image's."
    }
    precondition {
      condition     = local.bucket_a != local.bucket_b
      error_message = "Buckets A and B are the same (${local.bucket_a}): each object written would start the function again."
    }
  }

  # Lambda checks the permissions for a VPC when the function is made.
  depends_on = [aws_iam_role_policy.function]
}

# The alias is the version that is live. Terraform only makes the alias; scripts/deploy moves it after it has tried the
# new version: a version that failed its trial must not go live with the next apply. So an apply that changes memory,
# environment or policy only publishes a version. The next deploy tries that version and makes it live; it may be a
# deploy of the same tag.
#
# The function's policy gives lambda:InvokeFunction to nobody: Lambda itself fetches the queue's messages, with the
# function's role.
resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "The version that bucket A's objects go through."
  function_name    = aws_lambda_function.function.function_name
  function_version = aws_lambda_function.function.version

  lifecycle {
    ignore_changes = [function_version]
  }
}
