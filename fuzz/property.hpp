// A property that must hold for every input. If it does not, the fuzzer keeps the input.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace stripmeta::fuzz {

inline void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "property broken: %s\n", property);
  std::abort();
}

}  // namespace stripmeta::fuzz
