# A plan refuses wrong input. Every variable in expect_failures must be refused, so one run can have several wrong
# values. If a variable's rule looks at another variable, Terraform judges it only if that other variable is right.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "dev"
  region      = "eu-west-1"
  owner       = "platform"
  cost_center = "images"
  repository  = "acme/strip_image_metadata_stack"
}

run "wrong_words" {
  command = plan

  variables {
    architecture           = "riscv64"
    memory_mb              = 64
    timeout_seconds        = 901
    reserved_concurrency   = 1
    vpc                    = { subnet_ids = [], security_group_ids = ["sg-0123456789abcdef0"] }
    log_retention_days     = 31
    policy                 = "none"
    trigger                = "sns"
    prefixes               = ["in/*"]
    batch_size             = 10001
    queue_kms_key_arn      = "arn:aws:kms:eu-west-1:123456789012:alias/stripmeta"
    alarm_topic_arn        = "alarms@example.com"
    oldest_message_seconds = 59
    max_receives           = 4
    budget                 = { limit_usd = 0, emails = ["images@example.com"] }
    unsupported            = "copy"
    quarantine_prefix      = "refused/*"
    output_key             = "{stem}{extension}"
    after_success          = "move"
    source_tag             = "cleaned"
    output_tags            = { "a,b" = "c" }
    carry_metadata         = ["stripmeta-source"]
    at_once                = 0
    backlog_concurrency    = 0
    backlog_list_buckets   = ["arn:aws:s3:::lists"]
    log_level              = "trace"
    metrics                = "all"
  }

  expect_failures = [
    var.architecture,
    var.memory_mb,
    var.timeout_seconds,
    var.reserved_concurrency,
    var.vpc,
    var.log_retention_days,
    var.policy,
    var.trigger,
    var.prefixes,
    var.batch_size,
    var.queue_kms_key_arn,
    var.alarm_topic_arn,
    var.oldest_message_seconds,
    var.max_receives,
    var.budget,
    var.unsupported,
    var.quarantine_prefix,
    var.output_key,
    var.after_success,
    var.source_tag,
    var.output_tags,
    var.carry_metadata,
    var.at_once,
    var.backlog_concurrency,
    var.backlog_list_buckets,
    var.log_level,
    var.metrics,
  ]
}

run "more_wrong_words" {
  command = plan

  variables {
    memory_mb            = 512.5
    timeout_seconds      = 5
    maximum_concurrency  = 1
    vpc                  = { subnet_ids = ["subnet-0123456789abcdef0"], security_group_ids = [] }
    policy_remove        = ["gps"]
    suffixes             = ["*.jpg"]
    batch_window_seconds = 301
    budget               = { limit_usd = 20, emails = [] }
    quarantine_prefix    = ""
    output_key           = "{stem}{prefix}{extension}"
    source_tag           = "aws:x=1"
    output_tags          = { for n in range(11) : "tag${n}" => "x" }
    carry_metadata       = ["Author"]
    at_once              = 65
  }

  expect_failures = [
    var.memory_mb,
    var.timeout_seconds,
    var.maximum_concurrency,
    var.vpc,
    var.policy_remove,
    var.suffixes,
    var.batch_window_seconds,
    var.budget,
    var.quarantine_prefix,
    var.output_key,
    var.source_tag,
    var.output_tags,
    var.carry_metadata,
    var.at_once,
  ]
}

run "what_does_not_go_together" {
  command = plan

  variables {
    maximum_concurrency  = 11
    policy_remove        = ["icc"]
    suffixes             = [".jpg", "jpg"]
    batch_window_seconds = 0
    reserved_concurrency = 10
    policy_keep          = ["icc"]
    batch_size           = 11
    carry_metadata       = ["batch", "batch"]
    source_tag           = "state = done"
    output_tags          = { " origin" = "x" }
  }

  expect_failures = [
    var.maximum_concurrency,
    var.policy_remove,
    var.suffixes,
    var.batch_window_seconds,
    var.carry_metadata,
    var.source_tag,
    var.output_tags,
  ]
}

# The rules of policy_keep and policy_remove look at other variables, so each wrong value of theirs has its own run.
run "no_such_part" {
  command = plan

  variables {
    policy_keep = ["gps"]
  }

  expect_failures = [var.policy_keep]
}

run "location_keeps_no_parts" {
  command = plan

  variables {
    policy      = "location"
    policy_keep = ["density"]
  }

  expect_failures = [var.policy_keep]
}

run "location_removes_no_parts" {
  command = plan

  variables {
    policy        = "location"
    policy_remove = ["icc"]
  }

  expect_failures = [var.policy_remove]
}

run "yet_more_wrong_words" {
  command = plan

  variables {
    maximum_concurrency = 1001
    vpc                 = { subnet_ids = ["my-subnet"], security_group_ids = ["sg-0123456789abcdef0"] }
    prefixes            = ["in/", "in/2026/"]
    budget              = { limit_usd = 20, emails = ["images"] }
    output_key          = "{prefix}{stem}{extension}*"
    source_tag          = "=cleaned"
    output_tags         = { origin = "a,b" }
    at_once             = 2.5
  }

  expect_failures = [
    var.maximum_concurrency,
    var.vpc,
    var.prefixes,
    var.budget,
    var.output_key,
    var.source_tag,
    var.output_tags,
    var.at_once,
  ]
}

run "prefix_twice" {
  command = plan

  variables {
    prefixes = ["in/", "in/"]
  }

  expect_failures = [
    var.prefixes,
  ]
}

run "prefix_of_nothing" {
  command = plan

  variables {
    prefixes = [""]
  }

  expect_failures = [
    var.prefixes,
  ]
}

run "suffix_twice" {
  command = plan

  variables {
    suffixes = [".jpg", ".jpg"]
  }

  expect_failures = [
    var.suffixes,
  ]
}

run "too_many_filters" {
  command = plan

  variables {
    suffixes = [for n in range(34) : format(".%03d", n)]
    prefixes = ["a/", "b/", "c/"]
  }

  expect_failures = [
    var.suffixes,
  ]
}

run "no_image_yet" {
  command = plan

  override_data {
    target = data.aws_ssm_parameter.live_image
    values = { insecure_value = "none" }
  }

  expect_failures = [aws_lambda_function.function]
}

run "image_of_the_other_architecture" {
  command = plan

  override_data {
    target = data.aws_ssm_parameter.live_image
    values = { insecure_value = "0123456789ab-42-amd64" }
  }

  expect_failures = [aws_lambda_function.function]
}

run "arm_image_for_x86" {
  command = plan

  variables {
    architecture = "x86_64"
  }

  expect_failures = [aws_lambda_function.function]
}

run "one_bucket" {
  command = plan

  override_data {
    target = data.aws_ssm_parameter.bucket_b
    values = { insecure_value = "stripmeta-dev-123456789012-a" }
  }

  expect_failures = [aws_lambda_function.function]
}

run "pattern_too_long" {
  command = plan

  variables {
    trigger  = "eventbridge"
    suffixes = [for n in range(100) : format("-of-a-long-name-%03d.jpg", n)]
  }

  expect_failures = [aws_cloudwatch_event_rule.created]
}
