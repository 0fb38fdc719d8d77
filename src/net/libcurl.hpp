// libcurl's functions, as far as they are used here. Its thirty-odd libraries are loaded when the first is needed, not
// at each start: who cleans files in directories alone never waits for them (4 of the 7 ms of a process that does
// nothing), and need not have them installed. A build with STRIPMETA_STATIC_CURL has them linked in.
#pragma once

#include <curl/curl.h>

#include <string>

// The one list of them: curl_NAME is LibCurl::NAME.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): nothing else makes a member of a name and a name of a member
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

// Loads it the first time. Throws std::runtime_error where missing_libcurl() names a reason. Thread-safe.
const LibCurl& libcurl();

// Why there is no libcurl that would do, as a sentence for a person; "" where there is one.
const std::string& missing_libcurl();

}  // namespace stripmeta::net
