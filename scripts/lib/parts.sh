# shellcheck shell=bash
# shellcheck disable=SC2154  # logs and part are set by scripts/test
# The parts of scripts/test: a function each, part_NAME. It runs in a subshell with `set -e`, and its output is the
# part's log. It ends with 0, by `skip REASON`, or with another exit code, which means failed. `part` is its name.
# JUnit reports named $logs/PART-*.xml are counted. The lines of $logs/PART.note are shown in the table.

: "${root:?}" "${venv:?}"

# Ends the part as skipped, with a reason for the table.
skip() {
  echo "$*" >"$logs/$part.skip"
  exit 77
}

need() {
  local command
  for command in "$@"; do
    command -v "$command" >/dev/null || skip "$command is not installed"
  done
}

need_venv() {
  need python3
  make_venv || skip "the Python packages of tests/requirements.txt could not be installed"
}

# The first part that needs a preset's programs builds them.
asan_build() { build_preset asan "$@"; }
release_build() { build_preset release -DSTRIPMETA_TESTS=ON -DSTRIPMETA_BENCH=ON "$@"; }

# run_unit_tests PRESET [EMULATOR...]: runs every program of unit tests, as many at once as there are processors.
# ctest starts a process for each test, which takes ten times as long, and twenty times under an emulator.
run_unit_tests() {
  local programs=$root/build/$1/bin names
  shift
  names=$(find "$programs" -name '*_test' ! -name '*_vectors_test' -printf '%f\n' | sort)
  [[ -n $names ]] || return 1
  xargs -P "$(nproc)" -I{} timeout 900 "$@" "$programs/{}" --gtest_brief=1 --gtest_output="xml:$logs/$part-{}.xml" <<<"$names"
}

run_pytest() {
  "$venv/bin/python" -B -m pytest -p no:cacheprovider -q -rs --junitxml="$logs/$part-pytest.xml" "$@"
}

# run_two_pytests ARGUMENT... -- ARGUMENT...: runs two pytests at once, as their tests mostly wait for a process.
run_two_pytests() {
  local code=0 other first=() second=$logs/$part-second.txt
  while [[ $1 != -- ]]; do
    first+=("$1")
    shift
  done
  shift
  part=$part-second run_pytest "$@" >"$second" 2>&1 &
  other=$!
  run_pytest "${first[@]}" || code=$?
  wait "$other" || code=$?
  cat "$second"
  return "$code"
}

part_lint() {
  need clang-format-19 shellcheck python3
  cd "$root" || return
  local code=0 scripts
  find include src tests fuzz bench examples -name '*.[ch]pp' -print0 | xargs -0 clang-format-19 --dry-run -Werror || code=1
  mapfile -t scripts < <(grep -rlE '^#!/usr/bin/env bash|^# shellcheck shell=bash' scripts .ci docker tests fuzz bench)
  shellcheck -x "${scripts[@]}" || code=1
  python3 -B "$root/scripts/lib/check_includes.py" || code=1
  return "$code"
}

part_tidy() {
  need clang-tidy-19 run-clang-tidy-19 clang++-19
  cd "$root" || return
  cmake --preset tidy >/dev/null
  run-clang-tidy-19 -p build/tidy -j "$(jobs_at_once)" -quiet "^$root/src/.*\.cpp$"
}

part_asan() {
  need cmake ninja clang++-19
  asan_build
  run_unit_tests asan
}

part_release() {
  need cmake ninja
  release_build
  run_unit_tests release
  grep -oh 'protocol model: .*' "$logs/$part"-*.xml "$logs/$part.log" | sort -u >"$logs/$part.note"
}

# Compares the signatures with those that AWS published.
part_sigv4() {
  need_venv
  "$venv/bin/python" -B "$root/tests/unit/s3/fetch_vectors" "$root/build/vectors/sigv4" ||
    skip "the published vectors could not be fetched"
  asan_build -- sigv4_vectors_test
  STRIPMETA_SIGV4_VECTORS=$root/build/vectors/sigv4 \
    "$root/build/asan/bin/sigv4_vectors_test" --gtest_output="xml:$logs/$part-vectors.xml"
}

part_images() {
  need exiftool djpeg cjpeg jhead jpegtran cwebp dwebp gif2webp webpmux cjxl djxl opj_compress opj_decompress chromium
  need_venv
  release_build -- stripmeta_cli
  local code=0 tests=$root/tests/system/corpus newest
  newest=$("$root/scripts/fetch-exiftool") || newest= # then Debian's
  STRIPMETA_EXIFTOOL=$newest STRIPMETA_CLI=$root/build/release/bin/stripmeta \
    run_two_pytests "$tests/test_generated.py" -- "$tests"/test_{planted,judge,gain_map,kept_rights,location,location_group,peers}.py || code=$?
  grep -E "^(generated images|exiftool's group) " "$logs/$part.log" >"$logs/$part.note"
  return "$code"
}

part_corpus() {
  local corpus=${STRIPMETA_CORPUS:-$root/../shared/corpus}
  [[ -f $corpus/INDEX.tsv ]] || skip "no corpus at $corpus (STRIPMETA_CORPUS)"
  need exiftool djpeg dwebp djxl opj_decompress chromium
  need_venv
  release_build -- stripmeta_cli
  local code=0 tests=$root/tests/system/corpus
  STRIPMETA_CLI=$root/build/release/bin/stripmeta \
    run_two_pytests "$tests/test_corpus.py" -- "$tests"/test_{corpus_gain_map,damage,location_corpus,profiles}.py || code=$?
  grep -E '^(corpus|damaged) ' "$logs/$part.log" >"$logs/$part.note"
  return "$code"
}

part_cli() {
  need exiftool setpriv
  need_venv
  asan_build -- stripmeta_cli
  STRIPMETA_CLI=$root/build/asan/bin/stripmeta run_pytest "$root/tests/system/cli"
}

# Tests what cmake --install and scripts/build-package make, in temporary prefixes and roots.
part_install() {
  need cmake ninja dpkg-shlibdeps file lintian man pkg-config zsh fish unshare
  need_venv
  release_build -- stripmeta stripmeta_cli stripmeta_manual
  "$root/scripts/build-package"
  STRIPMETA_BUILD=$root/build/release STRIPMETA_PACKAGES=$root/build/packages run_pytest "$root/tests/system/install"
}

part_function() {
  need_venv
  asan_build -- stripmeta_cli stripmeta-function
  STRIPMETA_CLI=$root/build/asan/bin/stripmeta STRIPMETA_FUNCTION=$root/build/asan/bin/stripmeta-function \
    run_pytest "$root"/tests/system/function/test_function*.py
}

# Fetches versitygw, or skips the part.
need_versitygw() {
  local code=0
  "$root/scripts/fetch-versitygw" || code=$?
  [[ $code -ne 3 ]] || skip "go is not installed, so versitygw cannot be built"
  return "$code"
}

# Runs pytest on programs with sanitizers. Memory is measured on the release programs.
need_s3_programs() {
  asan_build -- stripmeta_cli stripmeta-function
  release_build -- stripmeta-function
  export STRIPMETA_CLI=$root/build/asan/bin/stripmeta STRIPMETA_FUNCTION=$root/build/asan/bin/stripmeta-function \
    STRIPMETA_FUNCTION_RELEASE=$root/build/release/bin/stripmeta-function
}

part_s3() {
  need openssl
  need_venv
  need_versitygw
  need_s3_programs
  local code=0
  run_pytest "$root"/tests/system/s3/test_{fault_proxy,s3*,cli_s3}.py || code=$?
  grep '^interleavings: ' "$logs/$part.log" >"$logs/$part.note"
  return "$code"
}

# Faults that strike one object among others, and those at requests that options add, are a choice. With --long
# (STRIPMETA_FAULTS=all) all of them are tried. The interleavings of workers that delete are chosen in the same way.
part_faults() {
  need_venv
  need_versitygw
  need_s3_programs
  local code=0 tests=$root/tests/system/s3
  run_two_pytests "$tests/test_faults.py" -- "$tests/test_fault_batches.py" || code=$?
  grep '^faults: ' "$logs/$part.log" >"$logs/$part.note"
  return "$code"
}

# Sends 300 objects through a queue under random faults and deaths, or STRIPMETA_SOAK_OBJECTS (--long: 10,000).
part_soak() {
  need cjpeg
  need_venv
  need_versitygw
  need_s3_programs
  local code=0
  run_pytest "$root/tests/system/s3/test_soak.py" || code=$?
  grep '^soak: ' "$logs/$part.log" >"$logs/$part.note"
  return "$code"
}

# Runs the function under Lambda's Runtime API: the tests' own server, and AWS's emulator.
part_runtime() {
  need_venv
  asan_build -- stripmeta-function
  STRIPMETA_FUNCTION=$root/build/asan/bin/stripmeta-function run_pytest "$root"/tests/system/function/test_runtime*.py
}

# Runs scripts/run-local as the documents show it: with the sample, and with given images. Nothing may stay behind.
part_run_local() {
  need curl cjpeg djpeg exiftool
  local folder
  folder=$(mktemp -d)
  mkdir "$folder/tmp" "$folder/mine"
  python3 -B "$root/tests/support/images/make_images.py" "$folder/mine" --sample
  cp "$folder/mine/sample.jpg" "$folder/mine/a name with spaces & ünïcode.jpg"
  python3 -B "$root/tests/support/images/make_images.py" "$folder/mine" --only png_icc_private_tags gif_animation
  TMPDIR=$folder/tmp "$root/scripts/run-local" | tee "$folder/one"
  TMPDIR=$folder/tmp "$root/scripts/run-local" "$folder"/mine/* | tee "$folder/two"
  grep -qx '1 image cleaned: nothing left but structure, pictures identical' "$folder/one"
  grep -qx '4 images cleaned: nothing left but structure, pictures identical' "$folder/two"
  echo 'no image' >"$folder/mine/broken.jpg"
  if TMPDIR=$folder/tmp "$root/scripts/run-local" "$folder/mine/broken.jpg"; then
    echo "run-local answered success for a file that is no image"
    return 1
  fi
  [[ -z $(ls -A "$folder/tmp") ]] || { echo "left behind: $(ls -A "$folder/tmp")"; return 1; }
  if grep -ls "$folder/tmp" /proc/[0-9]*/environ | grep -v "^/proc/self/"; then
    echo "a process of run-local still runs"
    return 1
  fi
  rm -r "$folder"
}

# Builds the image from a directory outside of the checkout, as users may.
part_image() {
  need curl
  need_venv
  find_container_tool || skip "neither docker nor podman works here"
  need_versitygw
  (cd / && "$root/scripts/build-image" --tag stripmeta-function:test)
  tail -n 1 "$logs/$part.log" >"$logs/$part.note"
  STRIPMETA_IMAGE=stripmeta-function:test STRIPMETA_CONTAINER_TOOL=$container_tool \
    STRIPMETA_SBOM=$root/build/image.cdx.json run_pytest "$root/tests/system/image"
}

# Applies every stack with the real provider on moto, and sends images through the result. Providers come from the
# folder that STRIPMETA_TERRAFORM_PLUGINS names, or from the registry.
part_terraform() {
  need terraform
  need_venv
  release_build -- stripmeta-function
  local code=0
  STRIPMETA_FUNCTION=$root/build/release/bin/stripmeta-function run_pytest "$root/tests/deployment/terraform" || code=$?
  grep '^terraform: ' "$logs/$part.log" >"$logs/$part.note" || true
  return "$code"
}

# Runs scripts/deploy and the others on moto and a registry of the tests. Uses the real image if part_image made it.
part_deploy() {
  need docker-registry
  need_venv
  find_container_tool || skip "neither docker nor podman works here"
  release_build -- stripmeta-function
  local image=stripmeta-function:test
  if "$container_tool" image inspect "$image" >/dev/null 2>&1; then export STRIPMETA_IMAGE=$image; fi
  export STRIPMETA_FUNCTION=$root/build/release/bin/stripmeta-function STRIPMETA_CONTAINER_TOOL=$container_tool
  # Each pytest starts its own servers.
  local longest=("$root"/tests/deployment/scripts/test_{deploy,two_functions}.py)
  run_two_pytests "${longest[@]}" -- "$root"/tests/deployment/scripts "${longest[@]/#/--ignore=}"
}

# Prints the folder of zlib's source.
zlib_source() {
  need dpkg-source
  "$root/scripts/fetch-zlib" || skip "zlib's source package could not be fetched"
}

part_arm64() {
  need aarch64-linux-gnu-g++ qemu-aarch64
  [[ -d /usr/src/googletest ]] || skip "the sources of GoogleTest (package googletest) are not installed"
  local zlib
  zlib=$(zlib_source)
  build_preset arm64 -DSTRIPMETA_ZLIB_SOURCE="$zlib"
  # Emulated, this test takes longer than all others, and it depends on nothing of the processor.
  GTEST_FILTER='-*EverySplitInTwo*' run_unit_tests arm64 qemu-aarch64 -L /usr/aarch64-linux-gnu
}

part_wasm() {
  need clang++-19 clang-19 wasm-ld-19 node python3 cjpeg
  release_build -- stripmeta_cli
  local zlib
  zlib=$(zlib_source)
  "$root/tests/system/wasm/run" "$root/build/release/bin/stripmeta" "$zlib"
}

part_fuzz() {
  need clang++-19 cjpeg python3
  # The same inputs each time, so that a run never fails by luck. New inputs are for --long, and for scripts/fuzz.
  local limit=(--runs 5000)
  [[ -z ${STRIPMETA_FUZZ_SECONDS:-} ]] || limit=(--seconds "$STRIPMETA_FUZZ_SECONDS")
  "$root/scripts/fuzz" "${limit[@]}"
  grep '^fuzz_.*: .* executions' "$logs/$part.log" >"$logs/$part.note"
}

# Tests workflows, hooks of pre-commit, scripts and documents, and lints the stacks and the Dockerfile.
part_workflows() {
  need shellcheck clang-format-19 cjpeg git openssl terraform
  need_venv
  make_venv_of "$root/tests/requirements-checkov.txt" "$root/build/checkov" ||
    skip "the Python packages of tests/requirements-checkov.txt could not be installed"
  local code=0
  "$root/scripts/fetch-actionlint" || code=$?
  [[ $code -ne 3 ]] || skip "go is not installed, so actionlint cannot be built"
  [[ $code -eq 0 ]] || return "$code"
  release_build -- stripmeta_cli
  STRIPMETA_CLI=$root/build/release/bin/stripmeta run_pytest "$root/tests/deployment/workflows"
}
