# shellcheck shell=bash
# Tools of the tests that are built by Go at a pinned version into build/tools. Sourced with `root` set to the checkout.

: "${root:?go_tool.sh: set root to the checkout first}"

# For a script that takes no words but --help: its comment is the help.
only_help() {
  case $* in
    '') return ;;
    -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" ;;
    *)
      sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2
      exit 2
      ;;
  esac
  exit 0
}

# Prints where NAME at VERSION lies, and builds PACKAGE first where it is not there: fetch_go_tool NAME VERSION PACKAGE.
# Go's checksum database verifies what is fetched. Exits 3 where there is no Go, 1 where the tool cannot be had.
fetch_go_tool() {
  local name=$1 version=$2 package=$3 tools=$root/build/tools
  local program=$tools/$name-$version fresh
  if [[ ! -x $program ]]; then
    command -v go >/dev/null || { echo "fetch-$name: go is not installed" >&2; exit 3; }
    mkdir -p "$tools"
    fresh=$(mktemp -d "$tools/go-bin.XXXXXX")
    # shellcheck disable=SC2064  # the folder's name as it is now: the trap runs when this function's variables are gone
    trap "rm -rf '$fresh'" EXIT
    GOBIN=$fresh GOFLAGS=-trimpath go install "$package@$version" >&2
    mv "$fresh/$name" "$program"
  fi
  echo "$program"
}
