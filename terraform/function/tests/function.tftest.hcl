# The function, its alias, its environment variables, and the parameters that the stack writes.

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

run "defaults" {
  command = apply

  assert {
    condition     = aws_lambda_function.function.function_name == "stripmeta-dev"
    error_message = "The function is named project-environment."
  }

  assert {
    condition     = aws_lambda_function.function.image_uri == "123456789012.dkr.ecr.eu-west-1.amazonaws.com/stripmeta-dev:0123456789ab-42-arm64"
    error_message = "The image is the one with the live tag, in the repository."
  }

  assert {
    condition     = aws_lambda_function.function.package_type == "Image" && aws_lambda_function.function.publish
    error_message = "An image, and a version for each change."
  }

  assert {
    condition     = aws_lambda_function.function.architectures == tolist(["arm64"]) && aws_lambda_function.function.memory_size == 512 && aws_lambda_function.function.timeout == 120
    error_message = "arm64, 512 MB, 120 s."
  }

  assert {
    condition     = aws_lambda_function.function.reserved_concurrent_executions == -1
    error_message = "No concurrency is reserved."
  }

  assert {
    condition     = aws_lambda_function.function.environment[0].variables == tomap({ BUCKET_A = "stripmeta-dev-123456789012-a", BUCKET_B = "stripmeta-dev-123456789012-b" })
    error_message = "Variables for the two buckets, and none that would repeat a default of the program."
  }

  assert {
    condition     = aws_lambda_function.function.logging_config[0].log_format == "JSON" && aws_lambda_function.function.logging_config[0].log_group == "/aws/lambda/stripmeta-dev"
    error_message = "The log is JSON, in the log group of this stack."
  }

  assert {
    condition     = aws_cloudwatch_log_group.function.name == "/aws/lambda/stripmeta-dev" && aws_cloudwatch_log_group.function.retention_in_days == 30
    error_message = "The log is kept for 30 days."
  }

  assert {
    condition     = aws_lambda_function.function.tracing_config[0].mode == "PassThrough" && length(aws_lambda_function.function.vpc_config) == 0
    error_message = "No traces and no VPC unless asked for."
  }

  assert {
    condition     = aws_lambda_alias.live.name == "live" && aws_lambda_alias.live.function_version == "1"
    error_message = "The alias is named live, and names the first version at first."
  }

  assert {
    condition     = local.tags == { project = "stripmeta", environment = "dev", stack = "function", owner = "platform", "cost-center" = "images", "managed-by" = "terraform", repository = "acme/strip_image_metadata_stack" }
    error_message = "Seven default_tags, the stack among them."
  }

  assert {
    condition = { for key, parameter in aws_ssm_parameter.said : parameter.name => parameter.insecure_value } == {
      "/stripmeta/dev/function/name"      = "stripmeta-dev"
      "/stripmeta/dev/function/alias_arn" = "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-dev:live"
      "/stripmeta/dev/function/queue_url" = "https://sqs.eu-west-1.amazonaws.com/123456789012/stripmeta-dev-objects"
      "/stripmeta/dev/function/dlq_url"   = "https://sqs.eu-west-1.amazonaws.com/123456789012/stripmeta-dev-objects-dlq"

      "/stripmeta/dev/function/backlog_alias_arn" = "none"
    }
    error_message = "Five parameters, none of which names a version."
  }

  assert {
    condition     = alltrue([for parameter in aws_ssm_parameter.said : parameter.type == "String"])
    error_message = "Parameters are plain strings."
  }
}

run "by_variable" {
  command = apply

  variables {
    architecture         = "x86_64"
    memory_mb            = 1024
    timeout_seconds      = 60
    reserved_concurrency = 20
    policy               = "share"
    policy_keep          = ["density", "title"]
    policy_remove        = ["icc"]
    policy_strict        = false
    tracing              = true
    log_retention_days   = 90
    vpc = {
      subnet_ids         = ["subnet-0123456789abcdef0"]
      security_group_ids = ["sg-0123456789abcdef0"]
    }
  }

  override_data {
    target = data.aws_ssm_parameter.live_image
    values = { insecure_value = "0123456789ab-42-amd64" }
  }

  assert {
    condition     = aws_lambda_function.function.architectures == tolist(["x86_64"]) && aws_lambda_function.function.memory_size == 1024 && aws_lambda_function.function.timeout == 60 && aws_lambda_function.function.reserved_concurrent_executions == 20
    error_message = "Sizes by variable."
  }

  assert {
    condition = aws_lambda_function.function.environment[0].variables == tomap({
      BUCKET_A         = "stripmeta-dev-123456789012-a"
      BUCKET_B         = "stripmeta-dev-123456789012-b"
      STRIPMETA_POLICY = "share"
      STRIPMETA_KEEP   = "density,title"
      STRIPMETA_REMOVE = "icc"
      STRIPMETA_STRICT = "0"
    })
    error_message = "The policy by variable."
  }

  assert {
    condition     = aws_lambda_function.function.tracing_config[0].mode == "Active"
    error_message = "Traces by variable."
  }

  assert {
    condition     = aws_lambda_function.function.vpc_config[0].subnet_ids == toset(["subnet-0123456789abcdef0"]) && aws_lambda_function.function.vpc_config[0].security_group_ids == toset(["sg-0123456789abcdef0"])
    error_message = "A VPC by variable."
  }

  assert {
    condition     = aws_cloudwatch_log_group.function.retention_in_days == 90
    error_message = "Retention by variable."
  }
}

run "what_becomes_of_objects" {
  command = plan

  variables {
    unsupported       = "quarantine"
    quarantine_prefix = "refused/"
    output_key        = "{prefix}web/{stem}{extension}"
    after_success     = "tag"
    source_tag        = "state=done"
    output_tags       = { origin = "stripmeta", class = "a=b" }
    carry_metadata    = ["author-id", "batch"]
    at_once           = 4
    log_level         = "warn"
    metrics           = "kinds"
  }

  assert {
    condition = aws_lambda_function.function.environment[0].variables == tomap({
      BUCKET_A                    = "stripmeta-dev-123456789012-a"
      BUCKET_B                    = "stripmeta-dev-123456789012-b"
      STRIPMETA_UNSUPPORTED       = "quarantine"
      STRIPMETA_QUARANTINE_PREFIX = "refused/"
      STRIPMETA_OUTPUT_KEY        = "{prefix}web/{stem}{extension}"
      STRIPMETA_SOURCE            = "tag"
      STRIPMETA_SOURCE_TAG        = "state=done"
      STRIPMETA_OUTPUT_TAGS       = "class=a=b,origin=stripmeta"
      STRIPMETA_CARRY_METADATA    = "author-id,batch"
      STRIPMETA_AT_ONCE           = "4"
      STRIPMETA_LOG_LEVEL         = "warn"
      STRIPMETA_METRICS           = "kinds"
    })
    error_message = "What happens to objects, by variable."
  }
}

run "defaults_by_name" {
  command = plan

  variables {
    unsupported   = "skip"
    after_success = "delete"
    source_tag    = "of=no use"
  }

  assert {
    condition = aws_lambda_function.function.environment[0].variables == tomap({
      BUCKET_A              = "stripmeta-dev-123456789012-a"
      BUCKET_B              = "stripmeta-dev-123456789012-b"
      STRIPMETA_UNSUPPORTED = "skip"
      STRIPMETA_SOURCE      = "delete"
    })
    error_message = "No environment variable that is not used."
  }
}
