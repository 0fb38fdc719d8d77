locals {
  # Lambda's words for architectures. Every build tag ends in one: <12 digits of the commit>-<run>-<architecture>.
  architectures = ["arm64", "x86_64"]

  # If a rule's tags select an image, no later rule can expire it. The number of the first rule is never reached, so it
  # keeps every image that has a tag live-*: the live image and the one before it, as scripts/deploy and
  # scripts/rollback tag them. Build tags are counted for each architecture by itself: otherwise the builds of one
  # architecture would push out those of the other. Other tags, for example those of signatures, match no rule.
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
      description = "Delete images without a tag."
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
