# What the stack "function" is told of the environment "dev"; what is not here is as variables.tf says.
maximum_concurrency = 2
log_retention_days  = 14
