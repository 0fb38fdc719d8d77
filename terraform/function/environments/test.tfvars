# What the stack "function" is told of the environment "test"; what is not here is as variables.tf says.
maximum_concurrency = 5
log_retention_days  = 14
