# shellcheck shell=bash
# What the scripts share. Sourced with `root` set to the checkout.

: "${root:?common.sh: set root to the checkout first}"
venv=$root/build/venv

# Builds a preset: build_preset NAME [cmake -D options] [-- ninja targets].
# It configures each time, so that the cache never lags behind the options. That takes a second if nothing changed.
build_preset() {
  local preset=$1 options=()
  shift
  while [[ $# -gt 0 && $1 != -- ]]; do
    options+=("$1")
    shift
  done
  [[ $# -eq 0 ]] || shift
  (cd "$root" && cmake --preset "$preset" "${options[@]}") && ninja -C "$root/build/$preset" -j "$(jobs_at_once)" "$@"
}

# One job a processor, but no more than fit in memory: a compilation with sanitizers takes up to 1.5 GB.
jobs_at_once() {
  local processors by_memory
  processors=$(nproc)
  by_memory=$(awk '/^MemAvailable:/ { n = int($2 / 1500000); print (n < 1 ? 1 : n) }' /proc/meminfo)
  echo $((processors < by_memory ? processors : by_memory))
}

# The Python environment with tests/requirements.txt. It is made again if that file changed.
make_venv() { make_venv_of "$root/tests/requirements.txt" "$venv"; }

# The one with the packages that judge pictures, and no others, so that scripts/run-local starts sooner.
oracles_venv=$root/build/oracles
make_oracles_venv() { make_venv_of "$root/tests/requirements-oracles.txt" "$oracles_venv"; }

# The same for other requirements, in another folder: make_venv_of FILE FOLDER.
make_venv_of() {
  local wanted=$1 folder=$2 stamp n
  stamp=$(cat "$wanted" "$root/tests/requirements-oracles.txt") # which tests/requirements.txt includes
  [[ $(cat "$folder/requirements.txt" 2>/dev/null) != "$stamp" ]] || return 0
  python3 -m venv --clear "$folder" || return 1
  for n in 1 2 3; do
    if "$folder/bin/pip" install --quiet --disable-pip-version-check --no-compile -r "$wanted"; then
      echo "$stamp" >"$folder/requirements.txt"
      return 0
    fi
    sleep $((n * 3))
  done
  return 1
}
