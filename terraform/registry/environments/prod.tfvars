keep_builds = 30
