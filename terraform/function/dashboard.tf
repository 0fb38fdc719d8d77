locals {
  live_dimensions = ["FunctionName", local.name, "Resource", "${local.name}:live"]

  # The outcomes of objects as the program counts them, by function.
  outcomes = { for name in [local.name, local.backlog_name] : name => [
    for outcome in ["Cleaned", "Duplicate", "Superseded", "Skipped", "Quarantined", "Failed"] : ["stripmeta", outcome, "FunctionName", name]
  ] }

  graphs = concat([
    {
      title = "Invocations"
      stat  = "Sum"
      metrics = [
        concat(["AWS/Lambda", "Invocations"], local.live_dimensions),
        concat(["AWS/Lambda", "Errors"], local.live_dimensions),
        concat(["AWS/Lambda", "Throttles"], local.live_dimensions),
      ]
    },
    {
      title = "Duration (ms)"
      stat  = "p50"
      metrics = [
        concat(["AWS/Lambda", "Duration"], local.live_dimensions),
        concat(["AWS/Lambda", "Duration"], local.live_dimensions, [{ stat = "p99" }]),
        concat(["AWS/Lambda", "Duration"], local.live_dimensions, [{ stat = "Maximum" }]),
      ]
    },
    {
      title = "At once"
      stat  = "Maximum"
      metrics = [
        concat(["AWS/Lambda", "ConcurrentExecutions"], local.live_dimensions),
      ]
    },
    {
      title = "Messages"
      stat  = "Maximum"
      metrics = [
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.objects.name],
        ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", aws_sqs_queue.objects.name],
      ]
    },
    {
      title   = "Oldest message (s)"
      stat    = "Maximum"
      metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", aws_sqs_queue.objects.name]]
    },
    {
      title   = "Dead letters"
      stat    = "Maximum"
      metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.dead_letters.name]]
    },
    {
      title   = "Objects"
      stat    = "Sum"
      metrics = local.outcomes[local.name]
    },
    {
      # A search, so that only types that occurred are drawn: a type without data would be an empty line.
      title   = "Failures by type"
      stat    = "Sum"
      metrics = [[{ expression = "SEARCH('{stripmeta,FunctionName,ErrorType} MetricName=\"Failures\" FunctionName=\"${local.name}\"', 'Sum', 300)", label = "" }]]
    },
    {
      title = "Milliseconds an object"
      stat  = "p50"
      metrics = flatten([
        for phase in ["DownloadMs", "StripMs", "UploadMs"] : [for stat in ["p50", "p99"] : { line = ["stripmeta", phase, "FunctionName", local.name, { stat = stat }] }]
      ])[*].line
    },
    ],
    !var.backlog ? [] : [{
      title   = "Backlog: objects"
      stat    = "Sum"
      metrics = local.outcomes[local.backlog_name]
    }],
  )

  # Three graphs in a row, then the latest errors over the whole width.
  widgets = concat(
    [
      for n, graph in local.graphs : {
        type   = "metric"
        x      = n % 3 * 8
        y      = floor(n / 3) * 6
        width  = 8
        height = 6
        properties = {
          title   = graph.title
          region  = var.region
          view    = "timeSeries"
          period  = 300
          stat    = graph.stat
          metrics = graph.metrics
        }
      }
    ],
    [{
      type   = "log"
      x      = 0
      y      = ceil(length(local.graphs) / 3) * 6
      width  = 24
      height = 6
      properties = {
        title  = "Latest errors"
        region = var.region
        view   = "table"
        query  = "SOURCE '${aws_cloudwatch_log_group.function.name}' | fields @timestamp, @message | filter level = 'error' | sort @timestamp desc | limit 50"
      }
    }],
  )
}

resource "aws_cloudwatch_dashboard" "function" {
  dashboard_name = local.name
  dashboard_body = jsonencode({ widgets = local.widgets })
}
