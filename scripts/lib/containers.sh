# shellcheck shell=bash
# shellcheck disable=SC2034  # container_tool and container_build are for who sources this
# Finds docker or podman, whichever works here. Sourced with `root` set to the checkout.

: "${root:?containers.sh: set root to the checkout first}"
container_tool='' container_build=()

# Sets container_tool (docker or podman) and container_build, the further options that a build needs here.
# The result is 1 if neither works.
find_container_tool() {
  if command -v docker >/dev/null && timeout 20 docker info >/dev/null 2>&1; then
    container_tool=docker
  elif command -v podman >/dev/null; then
    container_tool=podman
    [[ $(stat -fc %T /sys/fs/cgroup) == cgroup2fs ]] || spare_podman
  else
    return 1
  fi
}

# Without the unified cgroups, as inside of another container, podman works with runc, cgroupfs and limits that it does
# not try to raise, and builds in a chroot. The machine's own configuration stays as it is.
spare_podman() {
  container_build=(--isolation=chroot --network=host)
  [[ -z ${CONTAINERS_CONF:-} ]] || return 0
  export CONTAINERS_CONF=$root/build/containers/containers.conf
  mkdir -p "$root/build/containers"
  cat >"$CONTAINERS_CONF" <<'EOF'
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
EOF
}
