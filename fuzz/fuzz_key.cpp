// Fuzzes the keys of the directory store: an accepted key must stay below the root, and an encoded key must be plain.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "property.hpp"
#include "store/key.hpp"

using stripmeta::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view key{reinterpret_cast<const char*>(data), size};
  const std::string encoded = stripmeta::percent_encode(key);
  require(encoded.find_first_of(std::string_view{"\0 \n;?#+", 7}) == std::string::npos, "an encoded key is plain");
  require(encoded.size() >= key.size() && encoded.size() <= 3 * key.size(), "encoding is at most threefold");
  if (!stripmeta::check_path_key(key)) return 0;
  require(!key.empty() && key.find('\0') == std::string_view::npos, "an accepted key is a C string");
  const std::string framed = "/" + std::string{key} + "/";
  for (const auto* bad : {"//", "/./", "/../"})
    require(framed.find(bad) == std::string::npos, "an accepted key climbs nowhere");
  return 0;
}
