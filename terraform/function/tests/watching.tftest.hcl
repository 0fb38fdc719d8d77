# Alarms, dashboard, budget.

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
    condition = { for key, alarm in aws_cloudwatch_metric_alarm.alarm : alarm.alarm_name => "${alarm.namespace} ${alarm.metric_name} ${alarm.statistic} ${alarm.comparison_operator} ${alarm.threshold}" } == {
      "stripmeta-dev-errors"         = "AWS/Lambda Errors Sum GreaterThanThreshold 0"
      "stripmeta-dev-throttles"      = "AWS/Lambda Throttles Sum GreaterThanThreshold 0"
      "stripmeta-dev-duration"       = "AWS/Lambda Duration Maximum GreaterThanThreshold 96000"
      "stripmeta-dev-dead-letters"   = "AWS/SQS ApproximateNumberOfMessagesVisible Maximum GreaterThanThreshold 0"
      "stripmeta-dev-oldest-message" = "AWS/SQS ApproximateAgeOfOldestMessage Maximum GreaterThanThreshold 7200"
    }
    error_message = "Five alarms and their thresholds."
  }

  assert {
    condition = { for key, alarm in aws_cloudwatch_metric_alarm.alarm : key => alarm.dimensions } == {
      errors           = tomap({ FunctionName = "stripmeta-dev", Resource = "stripmeta-dev:live" })
      throttles        = tomap({ FunctionName = "stripmeta-dev", Resource = "stripmeta-dev:live" })
      duration         = tomap({ FunctionName = "stripmeta-dev", Resource = "stripmeta-dev:live" })
      "dead-letters"   = tomap({ QueueName = "stripmeta-dev-objects-dlq" })
      "oldest-message" = tomap({ QueueName = "stripmeta-dev-objects" })
    }
    error_message = "The alias and the two queues are watched."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.alarm : alarm.treat_missing_data == "notBreaching" && length(alarm.alarm_actions) == 0 && length(alarm.ok_actions) == 0])
    error_message = "Without a topic nobody is told; without images there is no alarm."
  }

  assert {
    condition     = aws_cloudwatch_dashboard.function.dashboard_name == "stripmeta-dev" && jsondecode(aws_cloudwatch_dashboard.function.dashboard_body).widgets[*].properties.title == ["Invocations", "Duration (ms)", "At once", "Messages", "Oldest message (s)", "Dead letters", "Objects", "Failures by type", "Milliseconds an object", "Latest errors"]
    error_message = "A dashboard of nine graphs and the latest errors."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_dashboard.function.dashboard_body).widgets[6].properties.metrics == [
      ["stripmeta", "Cleaned", "FunctionName", "stripmeta-dev"],
      ["stripmeta", "Duplicate", "FunctionName", "stripmeta-dev"],
      ["stripmeta", "Superseded", "FunctionName", "stripmeta-dev"],
      ["stripmeta", "Skipped", "FunctionName", "stripmeta-dev"],
      ["stripmeta", "Quarantined", "FunctionName", "stripmeta-dev"],
      ["stripmeta", "Failed", "FunctionName", "stripmeta-dev"],
    ]
    error_message = "The graph of outcomes has the program's names."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_dashboard.function.dashboard_body).widgets[7].properties.metrics[0][0].expression == "SEARCH('{stripmeta,FunctionName,ErrorType} MetricName=\"Failures\" FunctionName=\"stripmeta-dev\"', 'Sum', 300)"
    error_message = "Failures by type, for all types that there are."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_dashboard.function.dashboard_body).widgets[8].properties.metrics == [
      ["stripmeta", "DownloadMs", "FunctionName", "stripmeta-dev", { stat = "p50" }],
      ["stripmeta", "DownloadMs", "FunctionName", "stripmeta-dev", { stat = "p99" }],
      ["stripmeta", "StripMs", "FunctionName", "stripmeta-dev", { stat = "p50" }],
      ["stripmeta", "StripMs", "FunctionName", "stripmeta-dev", { stat = "p99" }],
      ["stripmeta", "UploadMs", "FunctionName", "stripmeta-dev", { stat = "p50" }],
      ["stripmeta", "UploadMs", "FunctionName", "stripmeta-dev", { stat = "p99" }],
    ]
    error_message = "The phases of an object."
  }

  assert {
    condition     = [for widget in jsondecode(aws_cloudwatch_dashboard.function.dashboard_body).widgets : "${widget.x},${widget.y}"] == ["0,0", "8,0", "16,0", "0,6", "8,6", "16,6", "0,12", "8,12", "16,12", "0,18"]
    error_message = "Three graphs in a row, and none on top of another."
  }

  assert {
    condition     = length(aws_budgets_budget.month) == 0
    error_message = "No budget unless asked for."
  }
}

run "by_variable" {
  command = apply

  variables {
    backlog                = true
    alarm_topic_arn        = "arn:aws:sns:eu-west-1:123456789012:alarms"
    oldest_message_seconds = 900
    budget = {
      limit_usd = 20
      emails    = ["images@example.com"]
    }
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.alarm : alarm.alarm_actions == toset(["arn:aws:sns:eu-west-1:123456789012:alarms"]) && alarm.ok_actions == alarm.alarm_actions])
    error_message = "All alarms go to the topic."
  }

  assert {
    condition     = [for widget in jsondecode(aws_cloudwatch_dashboard.function.dashboard_body).widgets : widget.y if contains(["Backlog: objects", "Latest errors"], widget.properties.title)] == [18, 24]
    error_message = "A graph of the backlog's function."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.alarm["oldest-message"].threshold == 900
    error_message = "The age of the oldest message, by variable."
  }

  assert {
    condition     = aws_budgets_budget.month[0].limit_amount == "20" && aws_budgets_budget.month[0].time_unit == "MONTHLY" && one(aws_budgets_budget.month[0].cost_filter).values == tolist(["user:project$stripmeta"])
    error_message = "20 USD a month for resources with the project's tag."
  }

  assert {
    condition     = alltrue([for notice in aws_budgets_budget.month[0].notification : notice.subscriber_email_addresses == toset(["images@example.com"])]) && length(aws_budgets_budget.month[0].notification) == 2
    error_message = "Mail at 80 % spent and at 100 % forecast."
  }
}
