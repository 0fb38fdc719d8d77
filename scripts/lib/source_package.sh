# shellcheck shell=bash
# Source packages of Debian. Sourced.

# fetch_source_package NAME FOLDER: unpacks the source package NAME of the machine's release below FOLDER, which must
# exist and be empty, and prints its folder. The machine's apt lists stay as they are. Needs dpkg-dev, and no root.
# The result is 1, with a message on stderr, if it cannot be fetched.
fetch_source_package() {
  local name=$1 folder=$2 n
  chmod 755 "$folder" # apt downloads as a user of its own
  _configure_source_apt "$folder/apt"
  for n in 1 2 3; do # mirrors fail for moments
    if (cd "$folder" && _source_apt update && _source_apt source "$name") >"$folder/log" 2>&1; then
      echo "$folder/$name"-*/
      return 0
    fi
    sleep $((n * 3))
  done
  tail -n 20 "$folder/log" >&2
  echo "apt-get could not fetch the source package $name" >&2
  return 1
}

# The machine's apt sources, but for source packages, with lists and a cache of their own.
_configure_source_apt() {
  local apt=$1 file
  mkdir -p "$apt"/{parts,lists/partial,cache/archives/partial}
  : >"$apt/sources.list"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ ! -f $file ]] || sed -nE 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$file" >>"$apt/sources.list"
  done
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ ! -f $file ]] || sed -E 's/^Types:.*/Types: deb-src/' "$file" >"$apt/parts/$(basename "$file")"
  done
}

_source_apt() {
  apt-get -qq -o Dir::Etc::SourceList="$PWD/apt/sources.list" -o Dir::Etc::SourceParts="$PWD/apt/parts" \
    -o Dir::State::Lists="$PWD/apt/lists" -o Dir::Cache="$PWD/apt/cache" -o Acquire::Retries=3 \
    -o APT::Get::List-Cleanup=0 "$@"
}
