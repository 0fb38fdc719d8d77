# What terraform/context.tf gives to every stack.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
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

run "tags_and_names" {
  command = plan

  assert {
    condition = local.tags == {
      project       = "stripmeta"
      environment   = "test"
      stack         = "storage"
      owner         = "platform"
      "cost-center" = "images"
      "managed-by"  = "terraform"
      repository    = "acme/stripmeta"
    }
    error_message = "the tags of every resource"
  }

  assert {
    condition     = local.name == "stripmeta-test" && local.parameters == "/stripmeta/test"
    error_message = "how names and parameters begin"
  }
}

run "refuses_a_project_with_capitals" {
  command = plan
  variables { project = "StripMeta" }
  expect_failures = [var.project]
}

run "refuses_a_project_that_ends_in_a_hyphen" {
  command = plan
  variables { project = "stripmeta-" }
  expect_failures = [var.project]
}

run "refuses_a_project_too_long_for_names_of_buckets" {
  command = plan
  variables { project = "a-project-of-21-chars" }
  expect_failures = [var.project]
}

run "refuses_an_environment_with_a_hyphen" {
  command = plan
  variables { environment = "pre-prod" }
  expect_failures = [var.environment]
}

run "refuses_a_zone_for_a_region" {
  command = plan
  variables { region = "eu-west-1a" }
  expect_failures = [var.region]
}

run "refuses_an_account_with_hyphens" {
  command = plan
  variables { allowed_account_ids = ["1234-5678-9012"] }
  expect_failures = [var.allowed_account_ids]
}

run "refuses_an_owner_that_no_tag_can_hold" {
  command = plan
  variables { owner = "R&D" }
  expect_failures = [var.owner]
}

run "refuses_an_empty_cost_center" {
  command = plan
  variables { cost_center = "" }
  expect_failures = [var.cost_center]
}

run "refuses_a_repository_by_its_address" {
  command = plan
  variables { repository = "https://github.com/acme/stripmeta" }
  expect_failures = [var.repository]
}

run "refuses_the_repository_of_the_example" {
  command = plan
  variables { repository = "example/strip_image_metadata_stack" }
  expect_failures = [var.repository]
}
