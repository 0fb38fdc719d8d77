#include "strip/tiff/tiff.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "strip/grammar/trailer_scan.hpp"
#include "strip/tiff/page.hpp"

namespace stripmeta {
namespace {

using tiff::Block;
using tiff::TagDirectory;

class TiffStripper {
 public:
  TiffStripper(const Block& file, Output& out)
      : file_(file),
        out_(out),
        used_(file.bytes()),
        data_(file.bytes(), layout_, used_, out),
        removal_(file, used_, out) {}

  Status strip() {
    if (auto status = walk_chain(); !status) return status;
    used_.add(0, file_.header_size());
    layout_.reserve(file_.header_size());
    std::vector<std::byte> header;
    put_bytes(header, file_.bytes().first(file_.header_size() - file_.pointer_size()));
    layout_.overwrite(0, header);
    std::size_t next = header.size();
    std::size_t number = 0;
    for (const auto& directory : pages_) {
      mark_header_before(directory);
      removal_.start_page(number++, pages_.size());
      tiff::Page page{file_, directory, &directory == &pages_.front(), layout_, data_, used_, removal_, out_};
      const auto written = page.write();
      if (!written) return std::unexpected(written.error());
      if (auto status = check_size(); !status) return status;
      const auto samples = page.samples();
      if (samples.size > 0) stacks_.push_back({samples, directory.has_more_slices()});
      link(next, written->at);
      next = written->next;
    }
    for (const auto& directory : reduced_) {
      if (auto status = removal_.remove(directory); !status) return status;
    }
    data_.clear_outside();
    report_rest();
    return layout_.emit(file_.bytes(), out_);
  }

 private:
  struct Stack {
    tiff::Page::Samples samples;
    bool has_more;  // the page says that there are more slices
  };

  // Sorts the directories of the chain into pages and reduced pictures.
  Status walk_chain() {
    constexpr std::uint64_t always_allowed = 1U
                                             << 20U;  // bytes of directories; in memory they take a few times as many
    std::set<std::uint64_t> seen;
    std::uint64_t bytes = 0;
    for (auto at = file_.first(); at != 0 || seen.empty();) {
      if (!seen.insert(at).second) return fail(ErrorKind::malformed, at, "the directories form a loop");
      auto directory = tiff::read_directory(file_, at);
      if (!directory) return std::unexpected(directory.error());
      bytes += directory->size;
      if (bytes > file_.bytes().size()) return fail(ErrorKind::malformed, at, "the directories overlap");
      if (bytes > std::max<std::uint64_t>(always_allowed, file_.bytes().size() / 3))
        return fail(ErrorKind::too_large, at, "the directories take more than a third of the image");
      at = directory->next;
      const bool first = pages_.empty();
      if (first) {
        if (auto status = check_first(*directory); !status) return status;
      }
      (!first && is_reduced(*directory) ? reduced_ : pages_).push_back(std::move(*directory));
    }
    return {};
  }

  Status check_first(const TagDirectory& directory) const {
    if (directory.find(tiff::tag_dng_version) != nullptr) {
      return fail(ErrorKind::unsupported, directory.at, "a raw image (DNG) is not supported");
    }
    if ((directory.integer(tiff::tag_subfile_type).value_or(0) & 1U) != 0) {
      return fail(ErrorKind::unsupported, directory.at,
                  "a TIFF that starts with a reduced picture, as raw images of cameras do, is not supported");
    }
    return {};
  }

  // Pillow appends each page as a file of its own: before the directory stands a header that leads to it.
  void mark_header_before(const TagDirectory& directory) {
    const auto size = file_.header_size();
    if (directory.at < size) return;
    std::vector<std::byte> header;
    put_bytes(header, file_.bytes().first(size - file_.pointer_size()));
    tiff::put_number(header, size, file_.pointer_size(), file_.order());
    const auto at = directory.at - size;
    if (same_bytes(header, file_.bytes().subspan(static_cast<std::size_t>(at), size))) used_.add(at, size);
  }

  Status check_size() const {
    if (layout_.size() > file_.bytes().size() + tiff::max_growth) {
      return fail(ErrorKind::malformed, 0, "pages share so many bytes that the output would be larger than the input");
    }
    constexpr std::uint64_t classic_limit = 0xFFFFFFFF;
    if (!file_.is_big() && layout_.size() > classic_limit) {
      return fail(ErrorKind::too_large, 0, "the output would be larger than a TIFF can be (4 GiB)");
    }
    return {};
  }

  // Writes the offset of a directory into the header or the directory before it.
  void link(std::size_t begin, std::uint64_t at) {
    std::vector<std::byte> offset;
    tiff::put_number(offset, at, file_.pointer_size(), file_.order());
    layout_.overwrite(begin, offset);
  }

  // ImageJ writes only the first slice of a stack into the directory and says in the description how many there are.
  // MetaMorph counts them in a tag. Other writers leave more pictures out of the directory, too: what stands directly
  // behind the samples and is as long as whole pictures is taken for some.
  std::uint64_t slices_behind(const Stack& stack) {
    const auto unused = used_.unused_from(stack.samples.end);
    return stack.has_more || unused % stack.samples.size == 0 ? unused : 0;
  }

  void report_slices() {
    std::map<std::uint64_t, std::uint64_t> slices;  // offset, size
    for (const auto& stack : stacks_) {
      const auto size = slices_behind(stack);
      if (size > 0) slices.emplace(stack.samples.end, size);
    }
    for (const auto& [at, size] : slices) {
      used_.add(at, size);
      out_.report().add(Kind::picture, Fate::removed, size, HoldSet{}.add(Holds::picture));
    }
  }

  // What stands in the gaps may be anything, a picture too.
  void report_slack() {
    TrailerScan scan;
    std::uint64_t bytes = 0;
    for (const auto run : used_.slack()) {
      scan.feed(run);
      bytes += run.size();
    }
    if (bytes > 0) out_.report().add(Kind::slack, Fate::removed, bytes, scan.holds());
  }

  void report_rest() {
    // Offsets in Exif directories count from the start of the file, so the observer gets the whole file.
    if (removal_.is_any_removed() && !file_.is_big()) out_.found(Kind::exif, file_.bytes(), 0);
    report_slices();
    report_slack();
  }

  const Block& file_;
  Output& out_;
  tiff::UsedRanges used_;
  tiff::Layout layout_;
  tiff::Data data_;
  tiff::Removal removal_;
  std::vector<TagDirectory> pages_;
  std::vector<TagDirectory> reduced_;
  std::vector<Stack> stacks_;
};

}  // namespace

// Canon's raw images start like a TIFF.
Status TiffGrammar::check_prefix(Bytes front) {
  constexpr std::size_t canon_at = 8;
  if (front.size() >= canon_at + 2 && starts_with(front.subspan(canon_at), "CR") && starts_with(front, "II*")) {
    return fail(ErrorKind::unsupported, canon_at, "a raw image of a camera (CR2) is not supported");
  }
  return {};
}

Status TiffGrammar::strip(Bytes input, Output& out) {
  const auto file = Block::open(input);
  if (!file) return std::unexpected(file.error());
  return TiffStripper{*file, out}.strip();
}

}  // namespace stripmeta
