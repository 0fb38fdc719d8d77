# The second function, for jobs of S3 Batch Operations, and the exact statements of what such a job may do.

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

run "off_by_default" {
  command = plan

  assert {
    condition     = length(aws_lambda_function.backlog) + length(aws_lambda_alias.backlog) + length(aws_cloudwatch_log_group.backlog) + length(aws_iam_role.backlog) + length(aws_iam_role.job) == 0
    error_message = "Nothing unless asked for."
  }
}

run "on" {
  command = apply

  variables {
    backlog       = true
    policy        = "share"
    memory_mb     = 1024
    after_success = "tag"
  }

  assert {
    condition     = aws_lambda_function.backlog[0].function_name == "stripmeta-dev-backlog" && aws_lambda_function.backlog[0].image_uri == aws_lambda_function.function.image_uri && aws_lambda_function.backlog[0].architectures == aws_lambda_function.function.architectures && aws_lambda_function.backlog[0].memory_size == 1024 && aws_lambda_function.backlog[0].timeout == 120 && aws_lambda_function.backlog[0].publish
    error_message = "The same image and sizes, under a name of its own."
  }

  assert {
    condition     = aws_lambda_function.backlog[0].environment[0].variables == aws_lambda_function.function.environment[0].variables && aws_lambda_function.backlog[0].environment[0].variables["STRIPMETA_POLICY"] == "share"
    error_message = "The same settings."
  }

  assert {
    condition     = aws_lambda_function.backlog[0].reserved_concurrent_executions == 50 && aws_lambda_function.function.reserved_concurrent_executions == -1
    error_message = "Its own concurrency."
  }

  assert {
    condition     = aws_lambda_function.backlog[0].logging_config[0].log_group == "/aws/lambda/stripmeta-dev-backlog" && aws_cloudwatch_log_group.backlog[0].retention_in_days == 30
    error_message = "A log of its own."
  }

  assert {
    condition     = aws_lambda_alias.backlog[0].name == "live" && aws_lambda_alias.backlog[0].function_name == "stripmeta-dev-backlog" && aws_ssm_parameter.said["backlog_alias_arn"].insecure_value == "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-dev-backlog:live"
    error_message = "An alias live, which the parameter names."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.objects.function_name == "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-dev:live"
    error_message = "The queue still belongs to the other function."
  }

  assert {
    condition     = aws_iam_role.backlog[0].name == "stripmeta-dev-backlog" && aws_iam_role.backlog[0].assume_role_policy == aws_iam_role.function.assume_role_policy && aws_iam_role.backlog[0].permissions_boundary == "arn:aws:iam::123456789012:policy/stripmeta-dev-boundary"
    error_message = "A role of its own, for Lambda, within the boundary."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.backlog[0].policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "TellMissingFromForbidden"
          Effect   = "Allow"
          Action   = ["s3:ListBucket"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-a", "arn:aws:s3:::stripmeta-dev-123456789012-b"]
        },
        {
          Sid      = "ReadA"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:GetObjectVersion"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-a/*"]
        },
        {
          Sid      = "WriteB"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-b/*"]
        },
        {
          Sid      = "TagA"
          Effect   = "Allow"
          Action   = ["s3:GetObjectTagging", "s3:GetObjectVersionTagging", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-a/*"]
        },
        {
          Sid      = "WriteLog"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/stripmeta-dev-backlog:*"]
        },
      ]
    }
    error_message = "The same rights as the other function, except those to the queue."
  }

  assert {
    condition     = aws_iam_role.job[0].name == "stripmeta-dev-backlog-job" && aws_iam_role.job[0].permissions_boundary == "arn:aws:iam::123456789012:policy/stripmeta-dev-boundary"
    error_message = "The job's role, within the boundary."
  }

  assert {
    condition = jsondecode(aws_iam_role.job[0].assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "BatchOperations"
        Effect    = "Allow"
        Principal = { Service = "batchoperations.s3.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = { "aws:SourceAccount" = "123456789012" }
          ArnLike      = { "aws:SourceArn" = "arn:aws:s3:eu-west-1:123456789012:job/*" }
        }
      }]
    }
    error_message = "Only jobs of this account take the role on."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.job[0].policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "CallWhatIsLive"
          Effect   = "Allow"
          Action   = ["lambda:InvokeFunction"]
          Resource = ["arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-dev-backlog:live"]
        },
        {
          Sid      = "ListA"
          Effect   = "Allow"
          Action   = ["s3:PutInventoryConfiguration"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-a"]
        },
        {
          Sid      = "FindBuckets"
          Effect   = "Allow"
          Action   = ["s3:GetBucketLocation"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-b"]
        },
        {
          Sid      = "ReadLists"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:GetObjectVersion"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-b/_stripmeta/backlog/*"]
        },
        {
          Sid      = "WriteReports"
          Effect   = "Allow"
          Action   = ["s3:PutObject"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-b/_stripmeta/backlog/*"]
        },
      ]
    }
    error_message = "What a job may do: nothing with images."
  }
}

run "with_everything" {
  command = apply

  variables {
    backlog              = true
    backlog_concurrency  = null
    backlog_list_buckets = ["inventories"]
    queue_kms_key_arn    = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-00000000000b"
    tracing              = true
    vpc = {
      subnet_ids         = ["subnet-0123456789abcdef0"]
      security_group_ids = ["sg-0123456789abcdef0"]
    }
  }

  override_data {
    target = data.aws_ssm_parameter.kms_key_arn
    values = { insecure_value = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-00000000000a" }
  }

  assert {
    condition     = aws_lambda_function.backlog[0].reserved_concurrent_executions == -1
    error_message = "No concurrency is reserved if the variable is null."
  }

  assert {
    condition     = local.backlog_statements[*].Sid == ["TellMissingFromForbidden", "ReadA", "WriteB", "UseKeyOfBuckets", "WriteLog", "SendTraces", "JoinNetwork", "NoNetworkFromCode"] && local.backlog_statements[7].Condition == { ArnEquals = { "lambda:SourceFunctionArn" = ["arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-dev-backlog"] } }
    error_message = "Keys, traces and a VPC as for the other function, but not the queue's key."
  }

  assert {
    condition     = local.job_statements[*].Sid == ["CallWhatIsLive", "ListA", "FindBuckets", "ReadLists", "WriteReports", "UseKeyOfBuckets"] && local.job_statements[2].Resource == ["arn:aws:s3:::stripmeta-dev-123456789012-b", "arn:aws:s3:::inventories"] && local.job_statements[3].Resource == ["arn:aws:s3:::stripmeta-dev-123456789012-b/_stripmeta/backlog/*", "arn:aws:s3:::inventories/*"]
    error_message = "Lists in other buckets, and the buckets' key."
  }

  assert {
    condition     = alltrue([for action in flatten(concat(local.backlog_statements[*].Action, local.job_statements[*].Action)) : !strcontains(action, "*")])
    error_message = "No action has a wildcard."
  }
}
