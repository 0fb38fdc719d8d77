# The state bucket is the one in ../environments/dev.s3.tfbackend.
state_bucket = "example-stripmeta-dev-state"
