# The exact statements of what the function may do: a local server enforces only part of them.

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
    condition     = aws_iam_role.function.name == "stripmeta-dev-function"
    error_message = "The role's name."
  }

  assert {
    condition     = aws_iam_role.function.permissions_boundary == "arn:aws:iam::123456789012:policy/stripmeta-dev-boundary"
    error_message = "The role has the boundary that the stack ci made."
  }

  assert {
    condition = jsondecode(aws_iam_role.function.assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "Lambda"
        Effect    = "Allow"
        Principal = { Service = "lambda.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }]
    }
    error_message = "Only Lambda may take the role on."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.function.policy) == {
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
          Sid      = "TakeMessages"
          Effect   = "Allow"
          Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
          Resource = ["arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"]
        },
        {
          Sid      = "WriteLog"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/stripmeta-dev:*"]
        },
      ]
    }
    error_message = "The role's statements, exactly."
  }
}

run "narrowed_by_prefixes" {
  command = apply

  variables {
    prefixes = ["in/", "mit Raum/"]
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.function.policy) == {
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
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-a/in/*", "arn:aws:s3:::stripmeta-dev-123456789012-a/mit Raum/*", "arn:aws:s3:::stripmeta-dev-123456789012-a/_stripmeta/smoke/*"]
        },
        {
          Sid      = "WriteB"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-b/in/*", "arn:aws:s3:::stripmeta-dev-123456789012-b/mit Raum/*", "arn:aws:s3:::stripmeta-dev-123456789012-b/_stripmeta/smoke/*"]
        },
        {
          Sid      = "TakeMessages"
          Effect   = "Allow"
          Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
          Resource = ["arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"]
        },
        {
          Sid      = "WriteLog"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/stripmeta-dev:*"]
        },
      ]
    }
    error_message = "Prefixes narrow the keys in both buckets; the deploy's trial keeps its own."
  }
}

run "tags_on_both_sides" {
  command = apply

  variables {
    after_success = "tag"
    output_tags   = { origin = "stripmeta" }
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.function.policy) == {
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
          Sid      = "TagB"
          Effect   = "Allow"
          Action   = ["s3:PutObjectTagging"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-b/*"]
        },
        {
          Sid      = "TakeMessages"
          Effect   = "Allow"
          Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
          Resource = ["arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"]
        },
        {
          Sid      = "WriteLog"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/stripmeta-dev:*"]
        },
      ]
    }
    error_message = "Tags are read and put in A, also those of versions, and put in B."
  }
}

run "deletes_and_renames_within_prefixes" {
  command = apply

  variables {
    after_success     = "delete"
    unsupported       = "quarantine"
    quarantine_prefix = "refused/"
    output_key        = "web/{prefix}{stem}-clean{extension}"
    output_tags       = { origin = "stripmeta" }
    prefixes          = ["in/", "drafts/ph"]
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.function.policy) == {
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
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-a/in/*", "arn:aws:s3:::stripmeta-dev-123456789012-a/drafts/ph*", "arn:aws:s3:::stripmeta-dev-123456789012-a/_stripmeta/smoke/*"]
        },
        {
          Sid      = "WriteB"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-b/web/in/*", "arn:aws:s3:::stripmeta-dev-123456789012-b/web/drafts/*", "arn:aws:s3:::stripmeta-dev-123456789012-b/web/_stripmeta/smoke/*", "arn:aws:s3:::stripmeta-dev-123456789012-b/refused/in/*", "arn:aws:s3:::stripmeta-dev-123456789012-b/refused/drafts/ph*", "arn:aws:s3:::stripmeta-dev-123456789012-b/refused/_stripmeta/smoke/*"]
        },
        {
          Sid      = "DeleteFromA"
          Effect   = "Allow"
          Action   = ["s3:DeleteObject"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-a/in/*", "arn:aws:s3:::stripmeta-dev-123456789012-a/drafts/ph*", "arn:aws:s3:::stripmeta-dev-123456789012-a/_stripmeta/smoke/*"]
        },
        {
          Sid      = "TagB"
          Effect   = "Allow"
          Action   = ["s3:PutObjectTagging"]
          Resource = ["arn:aws:s3:::stripmeta-dev-123456789012-b/web/in/*", "arn:aws:s3:::stripmeta-dev-123456789012-b/web/drafts/*", "arn:aws:s3:::stripmeta-dev-123456789012-b/web/_stripmeta/smoke/*", "arn:aws:s3:::stripmeta-dev-123456789012-b/refused/in/*", "arn:aws:s3:::stripmeta-dev-123456789012-b/refused/drafts/ph*", "arn:aws:s3:::stripmeta-dev-123456789012-b/refused/_stripmeta/smoke/*"]
        },
        {
          Sid      = "TakeMessages"
          Effect   = "Allow"
          Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
          Resource = ["arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"]
        },
        {
          Sid      = "WriteLog"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/stripmeta-dev:*"]
        },
      ]
    }
    error_message = "Only keys that may be read may be deleted; the keys in B are those that the keys in A become, and those of the records of refused objects."
  }
}

run "without_the_stack_ci" {
  command = plan

  variables {
    permissions_boundary = false
  }

  assert {
    condition     = aws_iam_role.function.permissions_boundary == null
    error_message = "No boundary if the stack ci is not there to make it."
  }
}

run "with_everything" {
  command = apply

  variables {
    queue_kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-00000000000b"
    tracing           = true
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
    condition = jsondecode(aws_iam_role_policy.function.policy) == {
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
          Sid       = "UseKeyOfBuckets"
          Effect    = "Allow"
          Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource  = ["arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-00000000000a"]
          Condition = { StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" } }
        },
        {
          Sid      = "TakeMessages"
          Effect   = "Allow"
          Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
          Resource = ["arn:aws:sqs:eu-west-1:123456789012:stripmeta-dev-objects"]
        },
        {
          Sid       = "UseKeyOfQueue"
          Effect    = "Allow"
          Action    = ["kms:Decrypt"]
          Resource  = ["arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-00000000000b"]
          Condition = { StringEquals = { "kms:ViaService" = "sqs.eu-west-1.amazonaws.com" } }
        },
        {
          Sid      = "WriteLog"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/stripmeta-dev:*"]
        },
        {
          Sid      = "SendTraces"
          Effect   = "Allow"
          Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
          Resource = ["*"]
        },
        {
          Sid      = "JoinNetwork"
          Effect   = "Allow"
          Action   = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"]
          Resource = ["*"]
        },
        {
          Sid       = "NoNetworkFromCode"
          Effect    = "Deny"
          Action    = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"]
          Resource  = ["*"]
          Condition = { ArnEquals = { "lambda:SourceFunctionArn" = ["arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-dev"] } }
        },
      ]
    }
    error_message = "Keys, traces and a VPC each bring their own statements."
  }

  assert {
    condition     = alltrue([for action in flatten(local.statements[*].Action) : !strcontains(action, "*")])
    error_message = "No action has a wildcard."
  }
}
