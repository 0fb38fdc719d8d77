#include "strip/tiff/location.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "strip/location/exif.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/metadata/tiff_tags.hpp"
#include "strip/tiff/directory.hpp"

namespace stripmeta::location {
namespace {

constexpr std::uint64_t jpeg_compression = 7;

// Patches the strips and tiles of the pages, which the grammar has checked.
class Strips {
 public:
  Strips(Patch& patch, const tiff::Block& file) : patch_(patch), file_(file), budget_(4 * file.bytes().size()) {}

  void run() {
    walk_chain(file_.first());
    while (!pending_.empty()) {
      const auto at = pending_.back();
      pending_.pop_back();
      walk_chain(at);
    }
  }

 private:
  void walk_chain(std::uint64_t at) {
    while (at != 0 && seen_.insert(at).second) {
      const auto directory = tiff::read_directory(file_, at);
      if (!directory || !patch_.charge_budget(directory_cost)) return;
      patch_page(*directory);
      add_sub_ifds(*directory);
      at = directory->next;
    }
  }

  void add_sub_ifds(const tiff::TagDirectory& page) {
    const auto* sub_ifds = page.find(tiff::tag_sub_ifds);
    for (std::uint64_t i = 0; sub_ifds != nullptr && i < sub_ifds->count && patch_.charge_budget(directory_cost); ++i) {
      if (const auto at = sub_ifds->pointer(i)) pending_.push_back(*at);
    }
  }

  void patch_page(const tiff::TagDirectory& page) {
    if (page.integer(tiff::tag_compression) != jpeg_compression) return;
    patch_strips(page.find(tiff::tag_strip_offsets), page.find(tiff::tag_strip_sizes));
    patch_strips(page.find(tiff::tag_tile_offsets), page.find(tiff::tag_tile_sizes));
  }

  void patch_strips(const tiff::Entry* offsets, const tiff::Entry* sizes) {
    if (offsets == nullptr || sizes == nullptr) return;
    for (std::uint64_t i = 0; i < std::min(offsets->count, sizes->count); ++i) {
      const auto at = offsets->integer(i);
      const auto size = sizes->integer(i);
      if (!at || !size || *at > file_.bytes().size() || *size > file_.bytes().size() - *at) continue;
      if (*size > budget_) return;
      budget_ -= *size;
      patch_inner_jpeg(patch_, patch_.full_range().part(static_cast<std::size_t>(*at), static_cast<std::size_t>(*size)),
                       1);
    }
  }

  static constexpr std::uint64_t directory_cost = 256;  // bytes; more than the memory that one takes

  Patch& patch_;
  const tiff::Block& file_;
  std::uint64_t budget_;  // bytes of strips that may still be read; pages may share strips
  std::set<std::uint64_t> seen_;
  std::vector<std::uint64_t> pending_;
};

}  // namespace

Status patch_tiff(Patch& patch, const Survey& /*found*/) {
  const auto file = tiff::Block::open(patch.bytes());
  if (!file) return std::unexpected(file.error());
  if (!patch_exif(patch, patch.full_range(), 0)) {
    return fail(ErrorKind::malformed, 0, "the directories overlap too much to be followed");
  }
  Strips{patch, *file}.run();
  if (patch.changed()) drop_credentials(patch, patch.full_range());
  return {};
}

}  // namespace stripmeta::location
