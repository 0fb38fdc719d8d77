# What the stack "function" is told of the environment "prod"; what is not here is as variables.tf says. Set
# alarm_topic_arn to your own: without it nobody is told.
maximum_concurrency = 50
log_retention_days  = 90
