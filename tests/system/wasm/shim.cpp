// The engine behind a C interface for WebAssembly hosts: allocate, feed, finish, read the output.
// One image at a time, under the default policy. The host copies the output before it calls anything else.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stripmeta/stripper.hpp"

namespace {

struct Session {
  stripmeta::Stripper stripper;
  std::vector<std::byte> input;
  std::vector<std::byte> output;
};

Session& session() {
  static Session only;
  return only;
}

bool collect(void* caller, stripmeta::Slice slice) noexcept {
  auto& output = *static_cast<std::vector<std::byte>*>(caller);
  output.insert(output.end(), slice.bytes.begin(), slice.bytes.end());
  return true;
}

constexpr int ok = 0;

// 0, or 1 + the error's place in error_traits.
int code(const stripmeta::Error& error) {
  return 1 + static_cast<int>(error.kind);
}

}  // namespace

extern "C" {

// Where the host writes the next piece, `size` bytes; valid until the next call of it.
[[clang::export_name("stripmeta_input")]] std::byte* stripmeta_input(std::size_t size) {
  session().input.resize(size);
  return session().input.data();
}

// Takes the piece as the host has written it. 0 or an error's code.
[[clang::export_name("stripmeta_feed")]] int stripmeta_feed() {
  const auto fed = session().stripper.feed(session().input, collect, &session().output);
  return fed ? ok : code(fed.error());
}

// The input has ended. 0 or an error's code.
[[clang::export_name("stripmeta_finish")]] int stripmeta_finish() {
  const auto report = session().stripper.finish(collect, &session().output);
  return report ? ok : code(report.error());
}

[[clang::export_name("stripmeta_output")]] const std::byte* stripmeta_output() {
  return session().output.data();
}

[[clang::export_name("stripmeta_output_size")]] std::size_t stripmeta_output_size() {
  return session().output.size();
}

}  // extern "C"
