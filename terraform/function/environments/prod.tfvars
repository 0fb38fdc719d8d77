# Values of the stack "function" for the environment "prod"; other variables have the defaults of variables.tf. Set
# alarm_topic_arn to your own topic: without it, nobody is told of an alarm.
maximum_concurrency = 50
log_retention_days  = 90
