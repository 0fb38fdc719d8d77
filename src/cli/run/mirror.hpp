// Clean images of one place in another, each made by the job that the function runs (job/job.hpp): what is done is told
// by the marker on the output, so that a run that was cut off goes on where it was.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "cli/arguments/found_file.hpp"
#include "cli/output/record.hpp"
#include "cli/run/place.hpp"
#include "cli/run/walk.hpp"
#include "job/job.hpp"
#include "store/store.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::cli {

struct MirrorOptions {
  Policy policy{};
  bool again{false};    // does again what is done
  bool replace{false};  // what was there before
  bool dry_run{false};  // writes nothing, and reads no more than tells an image by its first bytes
};

class Mirror {
 public:
  // Both places are open (`to` need not be in a dry run) and must outlive this.
  Mirror(const Place& from, const Place& to, const MirrorOptions& options, Call call);

  // Outcomes: cleaned; duplicate (done already); pending (a dry run would do it); left_out (no image, nor named like
  // one); failed. Safe for several threads at once, each with another file.
  Record make(const FoundFile& file);

 private:
  std::expected<std::optional<ObjectInfo>, Error> at(const std::string& output) const;
  std::optional<ObjectInfo> source_of_done(const std::string& key, const std::optional<ObjectInfo>& made) const;
  void would(Record& record, const FoundFile& file, const std::optional<ObjectInfo>& made) const;
  std::expected<void, Error> check_image(const std::string& key) const;

  // Of all images that are held as a whole at one time.
  static constexpr std::uint64_t budget_bytes = std::uint64_t{1} << 30U;

  const Place& from_;
  const Place& to_;
  MirrorOptions options_;
  ByteBudget budget_{budget_bytes};
  JobOptions job_;
  Call call_;
};

// A line about it for a person, with its end.
std::string mirror_line(const Record& record);

}  // namespace stripmeta::cli
