# Values of the stack "function" for the environment "test"; other variables have the defaults of variables.tf.
maximum_concurrency = 5
log_retention_days  = 14
