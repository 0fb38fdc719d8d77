keep_builds = 10
