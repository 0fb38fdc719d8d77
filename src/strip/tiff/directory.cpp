#include "strip/tiff/directory.hpp"

#include <algorithm>

#include "strip/metadata/tiff_tags.hpp"

namespace stripmeta::tiff {

bool is_number(std::uint16_t type) {
  switch (type) {
    case type_ascii:
    case type_utf8:
    case type_undefined:
    case type_ifd:
    case type_ifd8: return false;
    default: return type_size(type) != 0;
  }
}

const Entry* TagDirectory::find(std::uint16_t tag) const {
  const auto entry = std::ranges::lower_bound(entries, tag, {}, &Entry::tag);
  return entry != entries.end() && entry->tag == tag ? &*entry : nullptr;
}

std::optional<std::uint64_t> TagDirectory::integer(std::uint16_t tag) const {
  const auto* entry = find(tag);
  return entry == nullptr ? std::nullopt : entry->integer();
}

bool TagDirectory::has_more_slices() const {
  constexpr std::uint16_t metamorph_slices = 33629;
  const auto* description = find(tag_image_description);
  const bool is_imagej =
      description != nullptr && starts_with(description->value, "ImageJ=") && contains(description->value, "images=");
  return is_imagej || find(metamorph_slices) != nullptr;
}

std::expected<TagDirectory, Error> read_directory(const Block& file, std::uint64_t at) {
  const auto found = file.directory(at, Broken::refuse);
  if (!found) return std::unexpected(found.error());
  std::vector<Entry> all;
  all.reserve(static_cast<std::size_t>(found->count));
  for (const auto& entry : file.entries(*found)) all.push_back(entry);
  std::ranges::stable_sort(all, {}, &Entry::tag);
  TagDirectory directory{.at = at, .size = found->size, .next = found->next};
  for (const auto& entry : all) {
    const bool is_repeated = !directory.entries.empty() && directory.entries.back().tag == entry.tag;
    (is_repeated ? directory.repeated : directory.entries).push_back(entry);
  }
  return directory;
}

}  // namespace stripmeta::tiff
