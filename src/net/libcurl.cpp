#include "net/libcurl.hpp"

#include <stdexcept>

#ifndef STRIPMETA_LIBCURL_LINKED
#include <dlfcn.h>
#endif

namespace stripmeta::net {
namespace {

struct Loaded {
  LibCurl functions{};
  std::string missing{};
};

#ifdef STRIPMETA_LIBCURL_LINKED

Loaded load() {
  Loaded loaded;
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage)
#define STRIPMETA_TAKE(name) loaded.functions.name = &::curl_##name;
  STRIPMETA_LIBCURL_FUNCTIONS(STRIPMETA_TAKE)
#undef STRIPMETA_TAKE
  return loaded;
}

#else

constexpr unsigned least_version = 0x075700;  // 7.87; CMakeLists.txt requires the same version of the headers

// False if the library has no such function.
template <typename Function>
bool find(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(::dlsym(library, name));
  return function != nullptr;
}

bool find_all(void* library, LibCurl& functions) {
  bool all = true;
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage)
#define STRIPMETA_FIND(name) all = find(library, "curl_" #name, functions.name) && all;
  STRIPMETA_LIBCURL_FUNCTIONS(STRIPMETA_FIND)
#undef STRIPMETA_FIND
  return all;
}

// The library is never closed: its threads may still run when the process ends.
Loaded load() {
  Loaded loaded;
  // The usual name, then the one of Debian's build with GnuTLS.
  void* library = ::dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) library = ::dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    loaded.missing = "libcurl is not installed (libcurl.so.4; on Debian the package libcurl4)";
  } else if (!find_all(library, loaded.functions) ||
             loaded.functions.version_info(CURLVERSION_NOW)->version_num < least_version) {
    loaded.missing = "the libcurl of this system is older than 7.87";
  }
  return loaded;
}

#endif

const Loaded& loaded() {
  static const Loaded once = load();
  return once;
}

}  // namespace

const LibCurl& libcurl() {
  if (!missing_libcurl().empty()) throw std::runtime_error{missing_libcurl()};
  return loaded().functions;
}

const std::string& missing_libcurl() {
  return loaded().missing;
}

}  // namespace stripmeta::net
