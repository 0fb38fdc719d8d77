# The ARNs of what the stacks make, built from names: so a role's policy can be written before the resources exist.
locals {
  bucket_a    = data.aws_ssm_parameter.storage["bucket_a"].insecure_value
  bucket_b    = data.aws_ssm_parameter.storage["bucket_b"].insecure_value
  kms_key_arn = data.aws_ssm_parameter.storage["kms_key_arn"].insecure_value

  here = "${var.region}:${local.account}"

  image_bucket_arns = [for bucket in [local.bucket_a, local.bucket_b] : "arn:${local.partition}:s3:::${bucket}"]
  log_bucket_arn    = "arn:${local.partition}:s3:::${local.name}-${local.account}-logs"
  bucket_arns       = concat(local.image_bucket_arns, [local.log_bucket_arn])

  state_bucket_arn = "arn:${local.partition}:s3:::${var.state_bucket}"
  state_path       = "${var.project}/${var.environment}"

  parameter_arn  = "arn:${local.partition}:ssm:${local.here}:parameter${local.parameters}"
  repository_arn = "arn:${local.partition}:ecr:${local.here}:repository/${local.name}"
  trail_arn      = "arn:${local.partition}:cloudtrail:${local.here}:trail/${local.name}-objects"

  function_arn  = "arn:${local.partition}:lambda:${local.here}:function:${local.name}"
  backlog_arn   = "${local.function_arn}-backlog"
  function_arns = [local.function_arn, "${local.function_arn}:*", local.backlog_arn, "${local.backlog_arn}:*"]
  mapping_arn   = "arn:${local.partition}:lambda:${local.here}:event-source-mapping:*"
  queue_arns    = [for queue in ["objects", "objects-dlq"] : "arn:${local.partition}:sqs:${local.here}:${local.name}-${queue}"]
  log_groups    = [for name in [local.name, "${local.name}-backlog"] : "arn:${local.partition}:logs:${local.here}:log-group:/aws/lambda/${name}"]
  alarm_arn     = "arn:${local.partition}:cloudwatch:${local.here}:alarm:${local.name}-*"
  dashboard_arn = "arn:${local.partition}:cloudwatch::${local.account}:dashboard/${local.name}"
  rule_arn      = "arn:${local.partition}:events:${local.here}:rule/${local.name}-*"
  budget_arn    = "arn:${local.partition}:budgets::${local.account}:budget/${local.name}*"

  iam             = "arn:${local.partition}:iam::${local.account}"
  function_roles  = [for role in ["function", "backlog"] : "${local.iam}:role/${local.name}-${role}"]
  job_role        = "${local.iam}:role/${local.name}-backlog-job"
  ci_role_arns    = ["${local.iam}:role/${local.plan_role}", "${local.iam}:role/${local.deploy_role}"]
  ci_policy_arn   = "${local.iam}:policy/${local.name}-ci-*"
  issuer_arn_here = "${local.iam}:oidc-provider/${local.issuer}"
}
