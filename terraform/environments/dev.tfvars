# Values of every stack for the environment "dev". Set owner, cost_center and repository to your own.
environment = "dev"
region      = "eu-west-1"
owner       = "platform"
cost_center = "images"
repository  = "example/strip_image_metadata_stack"
