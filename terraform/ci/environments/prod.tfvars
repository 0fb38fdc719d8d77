# The state bucket is the one in ../environments/prod.s3.tfbackend.
state_bucket = "example-stripmeta-prod-state"
