# shellcheck shell=bash
# Tools of the tests, which Go builds at a pinned version into build/tools. Sourced with `root` set to the checkout.

: "${root:?go_tool.sh: set root to the checkout first}"

# For a script that takes only --help: its comment is the help.
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

# fetch_go_tool NAME VERSION PACKAGE: prints the path of NAME at VERSION, and builds PACKAGE first if it is not there.
# Go's checksum database verifies what is fetched. Exits 3 if there is no Go, 1 if the tool cannot be fetched or built.
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
