#include "store/provenance.hpp"

#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "store/source_file.hpp"

namespace stripmeta {
namespace {

constexpr const char* attribute = "user.stripmeta";
constexpr std::size_t most_bytes = std::size_t{64} << 10U;  // what Linux allows for one attribute
constexpr std::string_view user_prefix = "user.";

// The lines that tie the attribute to the bytes of the file.
std::optional<std::string> head_lines(int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) return std::nullopt;
  const auto state = file_state(status);
  return "size=" + std::to_string(state.size) + "\nmtime_ns=" + std::to_string(state.mtime_ns) + "\n";
}

std::string stored_text(int fd) {
  std::string text(most_bytes, '\0');
  const auto length = ::fgetxattr(fd, attribute, text.data(), text.size());
  text.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
  return text;
}

}  // namespace

bool is_storable(const UserMetadata& user) {
  return std::ranges::none_of(user, [](const auto& pair) {
    return pair.first.find_first_of("=\n") != std::string::npos || pair.second.contains('\n');
  });
}

bool write_provenance(int fd, const UserMetadata& user) {
  auto text = head_lines(fd);
  if (!text) return false;
  for (const auto& [name, value] : user) {
    text->append(user_prefix).append(name).append("=").append(value).append("\n");
  }
  return ::fsetxattr(fd, attribute, text->data(), text->size(), 0) == 0;
}

UserMetadata read_provenance(int fd) {
  const auto text = stored_text(fd);
  const auto head = head_lines(fd);
  if (!head || !text.starts_with(*head)) return {};
  UserMetadata user;
  for (auto rest = std::string_view{text}.substr(head->size()); !rest.empty();) {
    const auto end = rest.find('\n');
    const auto equals = rest.find('=');
    if (end == std::string_view::npos || equals >= end || !rest.starts_with(user_prefix)) return {};
    user.emplace(rest.substr(user_prefix.size(), equals - user_prefix.size()),
                 rest.substr(equals + 1, end - equals - 1));
    rest.remove_prefix(end + 1);
  }
  return user;
}

}  // namespace stripmeta
