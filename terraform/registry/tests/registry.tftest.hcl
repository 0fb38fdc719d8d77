mock_provider "aws" {
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_resource "aws_ecr_repository" {
    defaults = {
      arn            = "arn:aws:ecr:eu-west-1:123456789012:repository/stripmeta-test"
      repository_url = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/stripmeta-test"
    }
  }
}

variables {
  project     = "stripmeta"
  environment = "test"
  region      = "eu-west-1"
  owner       = "platform"
  cost_center = "images"
  repository  = "acme/stripmeta"
}

run "by_default" {
  command = plan

  assert {
    condition     = aws_ecr_repository.images.name == "stripmeta-test" && aws_ecr_repository.images.image_tag_mutability == "IMMUTABLE" && aws_ecr_repository.images.force_delete == false
    error_message = "the repository"
  }

  assert {
    condition     = aws_ecr_repository.images.image_scanning_configuration[0].scan_on_push
    error_message = "images are scanned"
  }

  assert {
    condition = aws_ecr_repository_policy.images.policy == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "LambdaPulls"
        Effect    = "Allow"
        Principal = { Service = "lambda.amazonaws.com" }
        Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Condition = {
          ArnLike = {
            "aws:SourceArn" = [
              "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-test",
              "arn:aws:lambda:eu-west-1:123456789012:function:stripmeta-test:*",
            ]
          }
        }
      }]
    })
    error_message = "Lambda may pull, only for this function of this account"
  }

  # The live image and the one before it have a tag live-*. The first rule selects them and never expires any, so the
  # later rules cannot either.
  assert {
    condition = [for rule in jsondecode(aws_ecr_lifecycle_policy.images.policy).rules : [rule.rulePriority, try(rule.selection.tagPatternList[0], "untagged"), rule.selection.countType, rule.selection.countNumber]] == [
      [1, "live-*", "imageCountMoreThan", 1000],
      [2, "*-*-arm64", "imageCountMoreThan", 20],
      [3, "*-*-x86_64", "imageCountMoreThan", 20],
      [4, "untagged", "sinceImagePushed", 1],
    ]
    error_message = "what expires, and what does not"
  }

  assert {
    condition     = alltrue([for rule in jsondecode(aws_ecr_lifecycle_policy.images.policy).rules : rule.action.type == "expire" && length(try(rule.selection.tagPatternList, ["one"])) == 1])
    error_message = "a rule has one pattern: two would both have to match"
  }

  assert {
    condition = { for parameter in aws_ssm_parameter.this : parameter.name => parameter.insecure_value } == {
      "/stripmeta/test/registry/repository_url" = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/stripmeta-test"
      "/stripmeta/test/registry/repository_arn" = "arn:aws:ecr:eu-west-1:123456789012:repository/stripmeta-test"
    }
    error_message = "the parameters"
  }

  assert {
    condition     = aws_ssm_parameter.live_image.name == "/stripmeta/test/registry/live_image" && aws_ssm_parameter.live_image.insecure_value == "none"
    error_message = "nothing is live yet"
  }

  assert {
    condition     = local.tags["stack"] == "registry"
    error_message = "the tag stack"
  }
}

run "with_other_numbers" {
  command = plan

  variables {
    keep_builds   = 5
    untagged_days = 14
  }

  assert {
    condition     = [for rule in jsondecode(aws_ecr_lifecycle_policy.images.policy).rules : rule.selection.countNumber] == [1000, 5, 5, 14]
    error_message = "the numbers, by variable"
  }
}

run "refuses_to_keep_a_single_build" {
  command = plan
  variables { keep_builds = 1 }
  expect_failures = [var.keep_builds]
}

run "refuses_to_drop_untagged_images_at_once" {
  command = plan
  variables { untagged_days = 0 }
  expect_failures = [var.untagged_days]
}
