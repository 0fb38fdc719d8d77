// The functions of libcurl that are used here. libcurl and its thirty-odd dependencies are loaded at the first use, not
// at start: loading takes 4 of the 7 ms of a process that does nothing, and whoever cleans only local files need not
// install them. A build with STRIPMETA_STATIC_CURL links them in.
#pragma once

#include <curl/curl.h>

#include <string>

// The list of functions: curl_NAME is LibCurl::NAME.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): only a macro turns a name into a member and into a string
#define STRIPMETA_LIBCURL_FUNCTIONS(F) \
  F(easy_cleanup)                      \
  F(easy_getinfo)                      \
  F(easy_init)                         \
  F(easy_pause)                        \
  F(easy_reset)                        \
  F(easy_setopt)                       \
  F(easy_strerror)                     \
  F(getdate)                           \
  F(global_init)                       \
  F(multi_add_handle)                  \
  F(multi_cleanup)                     \
  F(multi_info_read)                   \
  F(multi_init)                        \
  F(multi_perform)                     \
  F(multi_poll)                        \
  F(multi_remove_handle)               \
  F(multi_setopt)                      \
  F(multi_wakeup)                      \
  F(slist_append)                      \
  F(slist_free_all)                    \
  F(version_info)

namespace stripmeta::net {

struct LibCurl {
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage, bugprone-macro-parentheses): a name cannot stand in parentheses
#define STRIPMETA_MEMBER(name) decltype(&::curl_##name) name{};
  STRIPMETA_LIBCURL_FUNCTIONS(STRIPMETA_MEMBER)
#undef STRIPMETA_MEMBER
};

// Loads libcurl at the first call. Throws std::runtime_error if missing_libcurl() returns a reason. Thread-safe.
const LibCurl& libcurl();

// The reason why libcurl cannot be used, for a person; "" if it can.
const std::string& missing_libcurl();

}  // namespace stripmeta::net
