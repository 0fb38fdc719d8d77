locals {
  # Lambda's words for what it runs on: the end of every build tag, <12 digits of the commit>-<run>-<architecture>.
  architectures = ["arm64", "x86_64"]

  # An image that a rule's tags select cannot be expired by a later rule. So the first rule, whose number is never
  # reached, keeps whatever carries a tag live-*: the live image and the one before, as scripts/deploy and scripts/rollback
  # tag them. Build tags are counted for each architecture by itself, else the builds of one would push out those of the
  # other. Other tags, signatures for example, match nothing.
  lifecycle_rules = concat(
    [{
      description = "Keep the live image and the one to roll back to."
      selection   = { tagStatus = "tagged", tagPatternList = ["live-*"], countType = "imageCountMoreThan", countNumber = 1000 }
    }],
    [for architecture in local.architectures : {
      description = "Keep the last ${var.keep_builds} builds for ${architecture}."
      selection   = { tagStatus = "tagged", tagPatternList = ["*-*-${architecture}"], countType = "imageCountMoreThan", countNumber = var.keep_builds }
    }],
    [{
      description = "Drop what has no tag."
      selection   = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = var.untagged_days }
    }],
  )

  lifecycle_policy = jsonencode({
    rules = [for index, rule in local.lifecycle_rules : {
      rulePriority = index + 1
      description  = rule.description
      selection    = rule.selection
      action       = { type = "expire" }
    }]
  })
}

resource "aws_ecr_lifecycle_policy" "images" {
  repository = aws_ecr_repository.images.name
  policy     = local.lifecycle_policy
}
