#include "strip/verify/heif_track.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <ranges>
#include <string>
#include <utility>

#include "strip/verify/heif_items.hpp"
#include "strip/verify/heif_properties.hpp"
#include "strip/verify/jp2.hpp"

namespace stripmeta::verify {
namespace {

class TrackJudge {
 public:
  TrackJudge(const File& file, const Policy& policy, HeifMovie& movie, Findings& findings)
      : file_(file), policy_(policy), movie_(movie), findings_(findings) {}

  void judge(const Box& trak) {
    each(trak.begin, trak.end, {"tkhd", "tref", "edts", "mdia"}, [this](const Box& box) {
      if (box.name == box_name("tkhd")) header(box);
      if (box.name == box_name("tref")) references(box);
      if (box.name == box_name("edts")) each(box.begin, box.end, {"elst"}, [this](const Box& list) { edits(list); });
      if (box.name == box_name("mdia")) media(box);
    });
    if (findings_.ok()) samples(trak);
  }

 private:
  // Calls judge(box) for each box in [begin, end). Rejects those of other names, and the second of a name.
  template <typename Judge>
  void each(std::uint64_t begin, std::uint64_t end, std::initializer_list<std::string_view> names, Judge judge) {
    std::vector<BoxName> seen;
    for (const auto& box : read_boxes(file_, begin, end, findings_)) {
      const bool is_known =
          std::ranges::any_of(names, [&](std::string_view name) { return box_name(name) == box.name; });
      const bool again = std::ranges::find(seen, box.name) != seen.end();
      if (!is_known || again) return findings_.reject(box.at, "a box of a track that must go");
      seen.push_back(box.name);
      judge(box);
    }
  }

  Fields timed(const Box& box, bool& wide, unsigned flags) {
    Fields fields{file_, box, findings_};
    wide = fields.at_most(1, 1, "a header of an unknown version") == 1;
    fields.zeros(2, "a header has flags");
    fields.only_bits(flags, "a header has flags");
    fields.zeros(wide ? 16 : 8, "a time");
    return fields;
  }

  // 8.3.2: number, duration, layer, group, matrix, size.
  void header(const Box& box) {
    bool wide = false;
    auto fields = timed(box, wide, 0xF);
    fields.skip(4);
    fields.zeros(4, "a reserved field of tkhd is not zero");
    fields.skip(wide ? 8 : 4);
    fields.zeros(16, "a reserved field of tkhd, its layer, its group or its volume is not zero");
    fields.skip(36 + 8);
    fields.finish();
  }

  void references(const Box& box) {
    if (box.begin == box.end) findings_.reject(box.at, "an empty table of references");
    each(box.begin, box.end, {"auxl", "prem"}, [this](const Box& list) {
      if (list.begin == list.end) findings_.reject(list.at, "a reference to nothing");
      for (Fields fields{file_, list, findings_}; fields.left() > 0 && fields.ok();) {
        const auto at = fields.at();
        const bool is_there = std::ranges::binary_search(movie_.tracks, fields.u32());
        if (!is_there) findings_.reject(at, "a reference to a track that is not there");
      }
    });
  }

  // 8.6.6
  void edits(const Box& box) {
    Fields fields{file_, box, findings_};
    const bool wide = fields.at_most(1, 1, "a table of an unknown version") == 1;
    fields.zeros(2, "a table has flags");
    fields.only_bits(1, "a table has flags");
    const auto at = fields.at();
    const auto rows = fields.u32();
    if (rows > 2) fields.reject(at, "a sequence of several parts");
    for (std::uint32_t row = 1; row <= rows && fields.ok(); ++row) {
      fields.skip(wide ? 8 : 4);
      const auto begin_at = fields.at();
      const auto begin = fields.number(wide ? 8 : 4);
      const bool is_pause = begin == (wide ? ~std::uint64_t{0} : 0xFFFFFFFFU);
      if (row < rows && !is_pause) fields.reject(begin_at, "a sequence of several parts");
      fields.expect(4, 0x10000, "a sequence at another pace");
    }
    fields.finish();
  }

  void media(const Box& mdia) {
    each(mdia.begin, mdia.end, {"mdhd", "hdlr", "minf"}, [this](const Box& box) {
      if (box.name == box_name("mdhd")) media_header(box);
      if (box.name == box_name("hdlr")) judge_handler(file_, box, {box_name("pict"), box_name("auxv")}, findings_);
      if (box.name == box_name("minf")) information(box);
    });
  }

  // 8.4.2: the scale of time and the duration. The language is undetermined.
  void media_header(const Box& box) {
    bool wide = false;
    auto fields = timed(box, wide, 0);
    fields.skip(4);
    fields.skip(wide ? 8 : 4);
    fields.expect(2, 0x55C4, "a language");
    fields.zeros(2, "a reserved field of mdhd is not zero");
    fields.finish();
  }

  void information(const Box& minf) {
    each(minf.begin, minf.end, {"vmhd", "nmhd", "dinf", "stbl"}, [this](const Box& box) {
      Fields fields{file_, box, findings_};
      if (box.name == box_name("vmhd")) {
        fields.full(0, 1);
        fields.zeros(8, "a reserved field of vmhd is not zero");
        fields.finish();
      } else if (box.name == box_name("nmhd")) {
        fields.full(0, 0);
        fields.finish();
      } else if (box.name == box_name("dinf")) {
        judge_data_information(file_, box, findings_);
      } else {
        tables(box);
      }
    });
  }

  void tables(const Box& stbl) {
    each(stbl.begin, stbl.end, {"stsd", "stts", "ctts", "stsc", "stsz", "stz2", "stss", "stco", "co64"},
         [this](const Box& box) { tables_.push_back(box); });
    if (const auto* box = table("stsd")) entries(*box);
  }

  const Box* table(std::string_view name) const {
    const auto at = std::ranges::find(tables_, box_name(name), &Box::name);
    return at == tables_.end() ? nullptr : &*at;
  }

  void entries(const Box& box) {
    Fields fields{file_, box, findings_};
    fields.full(0, 0);
    const auto count = fields.u32();
    const auto all = read_boxes(file_, fields.at(), box.end, findings_);
    if (all.size() != count) findings_.reject(box.begin, "a table of sample entries of another count");
    for (const auto& entry : all) sample_entry(entry);
  }

  // 12.1.3
  void sample_entry(const Box& entry) {
    constexpr std::string_view rule = "a fixed field of a sample entry of another value";
    Fields fields{file_, entry, findings_};
    fields.zeros(6, rule);
    fields.expect(2, 1, rule);
    fields.zeros(16, rule);
    sizes_.push_back(fields.at());
    fields.skip(4);
    fields.expect(4, 0x480000, rule);
    fields.expect(4, 0x480000, rule);
    fields.expect(4, 0, rule);
    fields.expect(2, 1, rule);
    fields.zeros(32, "a coder's name");
    const auto at = fields.at();
    const auto depth = fields.u16();
    if (depth != 24 && depth != 32) findings_.reject(at, rule);
    fields.expect(2, 0xFFFF, rule);
    if (!findings_.ok()) return;
    movie_.entries.push_back(entry.name);
    types_.push_back(entry.name);
    rules_.push_back(rules_of(text_of(entry.name)));
    configurations_.emplace_back();
    std::vector<BoxName> seen;
    for (const auto& box : read_boxes(file_, fields.at(), entry.end, findings_)) {
      judge_property(file_, box, policy_, findings_);
      const bool again = std::ranges::find(seen, property_identity(file_, box)) != seen.end();
      if (!property_fits(box.name, entry.name) || again)
        findings_.reject(box.at, "a box of a sample entry that must go");
      seen.push_back(property_identity(file_, box));
      if (rules_.back()) configure(*rules_.back(), box);
    }
  }

  void configure(UnitRules& rules, const Box& box) {
    if (box.name == box_name("av1C")) configurations_.back().first = box;
    rules.layers = rules.layers || box.name == box_name("lhvC");
    for (const auto* name : {"hvcC", "avcC", "vvcC"}) {
      if (box.name == box_name(name)) rules.length_size = length_size_of(name, file_, {box.begin, box.end - box.begin});
    }
  }

  // The sizes of all samples (8.7.3).
  std::vector<std::uint64_t> sizes(const Box& box) {
    Fields fields{file_, box, findings_};
    fields.full(0, 0);
    const bool is_compact = box.name == box_name("stz2");
    const auto first = fields.u32();
    const auto count = fields.u32();
    if (!is_compact && first != 0) {
      fields.finish();
      return std::vector<std::uint64_t>(static_cast<std::size_t>(std::min<std::uint64_t>(count, file_.size())), first);
    }
    const unsigned bits = is_compact ? first : 32;
    if (bits != 4 && bits != 8 && bits != 16 && bits != 32) findings_.reject(box.begin, "sizes of an unknown width");
    std::vector<std::uint64_t> all;
    for (std::uint32_t i = 0; i < count && fields.ok(); ++i) {
      if (bits != 4) {
        all.push_back(fields.number(bits / 8));
        continue;
      }
      const auto at = fields.at();
      const unsigned pair = fields.u8();
      all.push_back(pair >> 4U);
      if (++i < count) {
        all.push_back(pair & 0xFU);
      } else if ((pair & 0xFU) != 0) {
        findings_.reject(at, "bits behind the last size");
      }
    }
    fields.finish();
    return all;
  }

  // Durations, or offsets in time, of runs of samples (8.6.1).
  void runs(const Box& box, unsigned max_version, std::uint64_t samples) {
    Fields fields{file_, box, findings_};
    fields.at_most(1, max_version, "a table of an unknown version");
    fields.zeros(3, "a table has flags");
    std::uint64_t sum = 0;
    for (auto left = fields.u32(); left > 0 && fields.ok(); --left) {
      const auto at = fields.at();
      const auto run = fields.u32();
      sum += run;
      if (run == 0 || sum > samples) findings_.reject(at, "entries of a table for samples that are not there");
      fields.skip(4);
    }
    fields.finish();
  }

  // 8.6.2
  void sync_samples(const Box& box, std::uint64_t samples) {
    Fields fields{file_, box, findings_};
    fields.full(0, 0);
    std::uint32_t last = 0;
    for (auto left = fields.u32(); left > 0 && fields.ok(); --left) {
      const auto at = fields.at();
      const auto sample = fields.u32();
      if (sample <= last || sample > samples) findings_.reject(at, "entries of a table for samples that are not there");
      last = sample;
    }
    fields.finish();
  }

  struct Run {
    std::uint32_t first;  // chunk, counted from 1
    std::uint32_t samples;
    std::uint32_t entry;  // counted from 1
  };

  // 8.7.4
  std::vector<Run> chunk_runs(const Box& box, std::uint64_t chunks) {
    Fields fields{file_, box, findings_};
    fields.full(0, 0);
    std::vector<Run> all;
    for (auto left = fields.u32(); left > 0 && fields.ok(); --left) {
      const auto at = fields.at();
      all.push_back({fields.u32(), fields.u32(), fields.u32()});
      const auto& run = all.back();
      const auto* before = all.size() > 1 ? &all[all.size() - 2] : nullptr;
      const bool is_next = before == nullptr ? run.first == 1 : run.first > before->first;
      const bool is_same = before != nullptr && run.samples == before->samples && run.entry == before->entry;
      const bool is_there = run.first <= chunks && run.entry >= 1 && run.entry <= rules_.size();
      if (!is_next || is_same || !is_there) findings_.reject(at, "entries of a table for chunks that are not there");
    }
    fields.finish();
    return all;
  }

  void samples(const Box& trak) {
    const auto* lengths = table("stsz") != nullptr ? table("stsz") : table("stz2");
    const auto* offsets = table("stco") != nullptr ? table("stco") : table("co64");
    const auto* chunks = table("stsc");
    if (lengths == nullptr || offsets == nullptr || chunks == nullptr || rules_.empty()) {
      return findings_.reject(trak.at, "a track lacks a table of its samples");
    }
    const auto all = sizes(*lengths);
    if (const auto* box = table("stts")) runs(*box, 0, all.size());
    if (const auto* box = table("ctts")) runs(*box, 1, all.size());
    if (const auto* box = table("stss")) sync_samples(*box, all.size());
    Fields fields{file_, *offsets, findings_};
    fields.full(0, 0);
    const auto count = fields.u32();
    const auto order = chunk_runs(*chunks, count);
    std::size_t run = 0;
    std::size_t next = 0;
    for (std::uint32_t chunk = 1; chunk <= count && fields.ok(); ++chunk) {
      while (run + 1 < order.size() && order[run + 1].first <= chunk) ++run;
      auto at = fields.number(offsets->name == box_name("stco") ? 4 : 8);
      if (order.empty()) return findings_.reject(offsets->at, "chunks without samples");
      for (std::uint32_t i = 0; i < order[run].samples && findings_.ok(); ++i) {
        if (next == all.size())
          return findings_.reject(chunks->at, "entries of a table for samples that are not there");
        sample(offsets->at, {at, all[next]}, order[run].entry - 1);
        at += all[next++];
      }
    }
    fields.finish();
    const bool all_used =
        count == 0 || std::ranges::all_of(std::views::iota(std::size_t{1}, rules_.size() + 1), [&](std::size_t entry) {
          return std::ranges::find(order, entry, &Run::entry) != order.end();
        });
    if (!all_used) findings_.reject(table("stsd")->at, "a sample entry that no sample has");
    if (next != all.size()) findings_.reject(lengths->at, "sizes of samples that are in no chunk");
  }

  // The first sample of an entry says what the entry does (AV1-ISOBMFF 2.2.4 and 2.3.4).
  void judge_av1(Extent sample, std::size_t entry) {
    if (const auto& box = configurations_[entry].first) {
      findings_.add(verify_own_configuration(file_, {box->begin, box->end - box->begin}, {sample}));
    }
    const auto size = size_of(file_, {sample});
    const auto at = sizes_[entry];
    const bool same =
        !size || (file_.u16(at) == (size->first & 0xFFFFU) && file_.u16(at + 2) == (size->second & 0xFFFFU));
    if (!same) findings_.reject(at, "a size that is not that of the sequence header");
  }

  void sample(std::uint64_t table_at, Extent extent, std::size_t entry) {
    if (!file_.has(extent.at, extent.size)) return findings_.reject(table_at, "a sample outside of the file");
    movie_.data.push_back(extent);
    if (types_[entry] == box_name("av01") && std::exchange(configurations_[entry].second, true) == false)
      judge_av1(extent, entry);
    if (rules_[entry]) return findings_.add(verify_units(file_, {extent}, *rules_[entry]));
    const auto verifier = make_jp2_codestream_verifier(policy_);
    findings_.add(judge_range(*verifier, file_, extent.at, extent.size));
  }

  const File& file_;
  const Policy& policy_;
  HeifMovie& movie_;
  Findings& findings_;
  std::vector<Box> tables_;                                          // of stbl
  std::vector<BoxName> types_;                                       // of sample entries
  std::vector<std::uint64_t> sizes_;                                 // where each sample entry has its size
  std::vector<std::pair<std::optional<Box>, bool>> configurations_;  // av1C of each, and whether it was judged
  std::vector<std::optional<UnitRules>> rules_;  // for each sample entry; nullopt: not coded in units
};

}  // namespace

void judge_track(const File& file, const Box& trak, const Policy& policy, HeifMovie& movie, Findings& findings) {
  TrackJudge{file, policy, movie, findings}.judge(trak);
}

}  // namespace stripmeta::verify
