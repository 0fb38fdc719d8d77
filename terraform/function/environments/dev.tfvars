# Values of the stack "function" for the environment "dev"; other variables have the defaults of variables.tf.
maximum_concurrency = 2
log_retention_days  = 14
