# As in ../environments/test.s3.tfbackend.
state_bucket = "example-stripmeta-test-state"
