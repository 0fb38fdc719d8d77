# Values of every stack for the environment "test". Set owner, cost_center and repository to your own.
environment = "test"
region      = "eu-west-1"
owner       = "platform"
cost_center = "images"
repository  = "example/strip_image_metadata_stack"
