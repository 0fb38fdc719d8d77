# As in ../environments/prod.s3.tfbackend.
state_bucket = "example-stripmeta-prod-state"
