#include "strip/verify/heif_movie.hpp"

#include <algorithm>

#include "strip/verify/heif_track.hpp"

namespace stripmeta::verify {
namespace {

// Judges one moov.
class MovieJudge {
 public:
  MovieJudge(const File& file, const Policy& policy, Findings& findings)
      : file_(file), policy_(policy), findings_(findings) {}

  HeifMovie judge(const Box& moov) {
    movie_.tracks = track_ids(file_, moov, findings_);
    bool has_header = false;
    for (const auto& box : read_boxes(file_, moov.begin, moov.end, findings_)) {
      if (box.name == box_name("trak")) {
        judge_track(file_, box, policy_, movie_, findings_);
      } else if (box.name == box_name("mvhd") && !has_header) {
        has_header = true;
        header(box);
      } else {
        findings_.reject(box.at, "a box of moov that must go");
      }
    }
    return std::move(movie_);
  }

 private:
  // 8.2.2: times of zero, the scale of time, the duration, the rate, a matrix, the number of the next track.
  void header(const Box& box) {
    Fields fields{file_, box, findings_};
    const bool wide = fields.at_most(1, 1, "a header of an unknown version") == 1;
    fields.zeros(3, "a header has flags");
    fields.zeros(wide ? 16 : 8, "a time");
    fields.skip(4);
    fields.skip(wide ? 8 : 4);
    fields.skip(4);
    fields.zeros(12, "a reserved field of mvhd is not zero");
    fields.skip(36);
    fields.zeros(24, "a reserved field of mvhd is not zero");
    const auto last = movie_.tracks.empty() ? 0 : movie_.tracks.back();
    fields.expect(4, last == UINT32_MAX ? last : last + 1, "mvhd gives another number for the next track");
    fields.finish();
  }

  const File& file_;
  const Policy& policy_;
  Findings& findings_;
  HeifMovie movie_;
};

}  // namespace

std::vector<std::uint32_t> track_ids(const File& file, const Box& moov, Findings& findings) {
  std::vector<std::uint32_t> ids;
  for (const auto& track : read_boxes(file, moov.begin, moov.end, findings)) {
    if (track.name != box_name("trak")) continue;
    for (const auto& box : read_boxes(file, track.begin, track.end, findings)) {
      if (box.name != box_name("tkhd")) continue;
      Fields fields{file, box, findings};
      const bool wide = fields.u32() >> 24U == 1;
      fields.skip(wide ? 16 : 8);
      ids.push_back(fields.u32());
    }
  }
  std::ranges::sort(ids);
  return ids;
}

HeifMovie judge_movie(const File& file, const Box& moov, const Policy& policy, Findings& findings) {
  return MovieJudge{file, policy, findings}.judge(moov);
}

}  // namespace stripmeta::verify
