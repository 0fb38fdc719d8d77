locals {
  partition    = data.aws_partition.current.partition
  bucket_a_arn = "arn:${local.partition}:s3:::${local.bucket_a}"
  bucket_b_arn = "arn:${local.partition}:s3:::${local.bucket_b}"

  # These ARNs are built from names: a role is made before its function, and the stack ci makes the boundary.
  function_arn = "arn:${local.partition}:lambda:${var.region}:${data.aws_caller_identity.current.account_id}:function:${local.name}"
  boundary_arn = var.permissions_boundary ? "arn:${local.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/${local.name}-boundary" : null

  # The keys of A that the role reaches. If prefixes narrow them, a deploy's trial needs its own prefix too.
  prefixes = length(var.prefixes) == 0 ? [""] : concat(var.prefixes, ["_stripmeta/smoke/"])
  reach_a  = [for prefix in local.prefixes : "${prefix}*"]

  # The keys of B that those become: the text that output_key begins with, then the folders of the key in A. The part of
  # a prefix behind its last slash belongs to {stem} or {extension}; it follows the folders directly only if output_key
  # leaves keys as they are.
  output_begin = split("{prefix}", var.output_key)[0]
  reach_b = length(var.prefixes) == 0 ? ["*"] : concat(
    [for prefix in local.prefixes : "${local.output_begin}${local.same_keys ? prefix : regex("^(?:.*/)?", prefix)}*"],
    local.quarantine ? [for keys in local.reach_a : "${var.quarantine_prefix}${keys}"] : [],
  )

  # No action has a wildcard; tests/role.tftest.hcl and tests/backlog.tftest.hcl hold every statement word for word.
  statements = concat(
    local.object_statements,
    [
      {
        Sid      = "TakeMessages"
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        Resource = [aws_sqs_queue.objects.arn]
      },
    ],
    var.queue_kms_key_arn == null ? [] : [{
      Sid       = "UseKeyOfQueue"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = [var.queue_kms_key_arn]
      Condition = { StringEquals = { "kms:ViaService" = "sqs.${var.region}.${data.aws_partition.current.dns_suffix}" } }
    }],
    local.running_statements["function"],
  )

  # What either function may do to bring objects from A to B.
  object_statements = concat(
    [
      {
        # Without it S3 answers 403 for an object that does not exist, but the program needs 404. It is given for all of
        # the bucket, because a HEAD carries no prefix that a condition could look at.
        Sid      = "TellMissingFromForbidden"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [local.bucket_a_arn, local.bucket_b_arn]
      },
      {
        Sid      = "ReadA"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource = [for keys in local.reach_a : "${local.bucket_a_arn}/${keys}"]
      },
      {
        # GetObject is needed to read the marker of an object that exists already, and for If-Match.
        Sid      = "WriteB"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"]
        Resource = [for keys in local.reach_b : "${local.bucket_b_arn}/${keys}"]
      },
    ],
    [for statement in local.choices : statement if local.chosen[statement.Sid]],
    local.key_statements,
  )

  key_statements = local.kms_key_arn == "none" ? [] : [{
    Sid       = "UseKeyOfBuckets"
    Effect    = "Allow"
    Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource  = [local.kms_key_arn]
    Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.${data.aws_partition.current.dns_suffix}" } }
  }]

  # What Lambda needs to run a function, by function.
  running = {
    function = { arn = local.function_arn, log_group_arn = aws_cloudwatch_log_group.function.arn }
    backlog  = { arn = "${local.function_arn}-backlog", log_group_arn = one(aws_cloudwatch_log_group.backlog[*].arn) }
  }
  running_statements = {
    for key, function in local.running : key => concat(
      [{
        # No CreateLogGroup: the group is this stack's.
        Sid      = "WriteLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${coalesce(function.log_group_arn, "none")}:*"]
      }],
      # X-Ray and network interfaces know no narrower resource than `*`: an interface has no id before it is made.
      !var.tracing ? [] : [{
        Sid      = "SendTraces"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = ["*"]
      }],
      var.vpc == null ? [] : [{
        Sid      = "JoinNetwork"
        Effect   = "Allow"
        Action   = local.network_actions
        Resource = ["*"]
      }],
      # Lambda needs these actions to set the function up; the program itself never needs them.
      var.vpc == null ? [] : [{
        Sid       = "NoNetworkFromCode"
        Effect    = "Deny"
        Action    = local.network_actions
        Resource  = ["*"]
        Condition = { ArnEquals = { "lambda:SourceFunctionArn" = [function.arn] } }
      }],
    )
  }

  # The statements that variables turn on. Tags are put on the version that was read. A delete names no version, so the
  # version stays.
  chosen = { TagA = var.after_success == "tag", DeleteFromA = var.after_success == "delete", TagB = length(var.output_tags) > 0 }
  choices = [
    {
      Sid      = "TagA"
      Effect   = "Allow"
      Action   = ["s3:GetObjectTagging", "s3:GetObjectVersionTagging", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"]
      Resource = [for keys in local.reach_a : "${local.bucket_a_arn}/${keys}"]
    },
    {
      Sid      = "DeleteFromA"
      Effect   = "Allow"
      Action   = ["s3:DeleteObject"]
      Resource = [for keys in local.reach_a : "${local.bucket_a_arn}/${keys}"]
    },
    {
      Sid      = "TagB"
      Effect   = "Allow"
      Action   = ["s3:PutObjectTagging"]
      Resource = [for keys in local.reach_b : "${local.bucket_b_arn}/${keys}"]
    },
  ]

  network_actions = [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ]

  trust = {
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Lambda"
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  }
}

resource "aws_iam_role" "function" {
  name               = "${local.name}-function"
  description        = "What the function ${local.name} may do."
  assume_role_policy = jsonencode(local.trust)

  # The stack ci made the boundary, and its deploy role makes no role without it.
  permissions_boundary = local.boundary_arn
}

resource "aws_iam_role_policy" "function" {
  name   = "function"
  role   = aws_iam_role.function.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}
