# The state bucket is the one in ../environments/test.s3.tfbackend.
state_bucket = "example-stripmeta-test-state"
