locals {
  function_arn = "arn:${local.partition}:lambda:${var.region}:${local.account}:function:${local.name}"

  # Lambda fetches the image when it makes a function of it, and again if the function was idle for long.
  repository_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "LambdaPulls"
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      # AWS documents no other condition key for Lambda than this ARN; the account is in it.
      Condition = { ArnLike = { "aws:SourceArn" = [local.function_arn, "${local.function_arn}:*"] } }
    }]
  })
}

resource "aws_ecr_repository" "images" {
  name                 = local.name
  image_tag_mutability = "IMMUTABLE" # the parameter live_image says which image is live, so no tag has to move
  force_delete         = false

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "AES256"
  }
}

resource "aws_ecr_repository_policy" "images" {
  repository = aws_ecr_repository.images.name
  policy     = local.repository_policy
}
