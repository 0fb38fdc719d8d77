# user_a reads and writes A, user_b reads B: the defaults. Narrow them by prefix, or add people with single sign-on:
#   sso = { user_a = { principal_arns = ["arn:aws:iam::<account>:role/aws-reserved/sso.amazonaws.com/<region>/AWSReservedSSO_<name>"] } }
