#include "strip/verify/heif_items.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "strip/verify/heif_properties.hpp"

namespace stripmeta::verify {
namespace {

constexpr std::uint32_t narrow = 0xFFFF;

bool is_picture(BoxName type) {
  constexpr std::array types{box_name("hvc1"), box_name("hev1"), box_name("av01"), box_name("avc1"),
                             box_name("vvc1"), box_name("jpeg"), box_name("j2k1"), box_name("unci"),
                             box_name("grid"), box_name("iovl"), box_name("iden"), box_name("sato")};
  return std::ranges::find(types, type) != types.end();
}

bool is_derived(BoxName type) {
  return type == box_name("grid") || type == box_name("iovl") || type == box_name("iden") || type == box_name("sato") ||
         type == box_name("tmap");
}

class MetaJudge {
 public:
  MetaJudge(const File& file, const std::vector<std::uint32_t>& tracks, const Policy& policy, Findings& findings)
      : file_(file), tracks_(tracks), policy_(policy), findings_(findings) {}

  HeifMeta judge(const Box& box) {
    Fields head{file_, box, findings_};
    head.full(0, 0);
    if (!gather(box)) return std::move(meta_);
    read_items(*child("iinf"));
    wide_ = !meta_.items.empty() && meta_.items.back().id > narrow;
    judge_handler(file_, *child("hdlr"), {box_name("pict")}, findings_);
    if (const auto* dinf = child("dinf")) judge_data_information(file_, *dinf, findings_);
    read_primary(*child("pitm"));
    read_properties(*child("iprp"));
    if (const auto* iref = child("iref")) read_references(*iref);
    if (const auto* grpl = child("grpl")) read_groups(*grpl);
    read_locations(*child("iloc"));
    if (findings_.ok()) judge_reach();
    return std::move(meta_);
  }

 private:
  static constexpr std::array<std::string_view, 9> order{"hdlr", "dinf", "pitm", "iloc", "iinf",
                                                         "iref", "iprp", "grpl", "idat"};

  // Sorts the children: each at most once, in this order.
  bool gather(const Box& box) {
    std::size_t next = 0;
    children_ = read_boxes(file_, box.begin + 4, box.end, findings_);
    for (const auto& part : children_) {
      const auto same = [&](std::string_view name) { return box_name(name) == part.name; };
      const auto place = static_cast<std::size_t>(std::ranges::find_if(order, same) - order.begin());
      if (place < next || place == order.size())
        findings_.reject(part.at, "a box of meta that must go, or out of order");
      next = place + 1;
    }
    for (const auto* name : {"hdlr", "pitm", "iloc", "iinf", "iprp"}) {
      if (child(name) == nullptr) findings_.reject(box.at, "meta lacks a box");
    }
    return findings_.ok();
  }

  const Box* child(std::string_view name) const {
    const auto at = std::ranges::find(children_, box_name(name), &Box::name);
    return at == children_.end() ? nullptr : &*at;
  }

  std::uint32_t id(Fields& fields) const { return static_cast<std::uint32_t>(fields.number(wide_ ? 4 : 2)); }

  HeifItem* find(std::uint32_t id) {
    const auto at = std::ranges::lower_bound(meta_.items, id, {}, &HeifItem::id);
    return at == meta_.items.end() || at->id != id ? nullptr : &*at;
  }

  void read_items(const Box& box) {
    Fields fields{file_, box, findings_};
    const auto version = fields.at_most(1, 1, "iinf has an unknown version");
    fields.zeros(3, "iinf has flags");
    const auto count = fields.number(version == 0 ? 2 : 4);
    const auto entries = read_boxes(file_, fields.at(), box.end, findings_);
    if (entries.size() != count || (version == 1) != (count > narrow))
      findings_.reject(box.at, "another count in iinf");
    for (const auto& entry : entries) read_item(entry);
  }

  void read_item(const Box& entry) {
    if (entry.name != box_name("infe")) return findings_.reject(entry.at, "a box in iinf that must go");
    Fields fields{file_, entry, findings_};
    const auto version = fields.u8();
    if (version != 2 && version != 3) findings_.reject(entry.begin, "an item's entry of an unknown version");
    fields.zeros(2, "an item's entry has flags");
    fields.only_bits(1, "an item's entry has flags");
    HeifItem item;
    item.at = entry.at;
    item.id = static_cast<std::uint32_t>(fields.number(version == 3 ? 4 : 2));
    fields.expect(2, 0, "an item is protected");
    item.type = fields.u32();
    const bool may_stay = is_picture(item.type) || (item.type == box_name("tmap") && policy_.keeps(Keep::gainmap));
    if (!may_stay) findings_.reject(entry.at, "an item that must go");
    fields.expect(1, 0, "an item has a name");
    fields.finish();
    if (!meta_.items.empty() && meta_.items.back().id >= item.id) findings_.reject(entry.at, "items out of order");
    const bool is_counted = item.id == meta_.items.size() + 1;  // beside a sequence, items keep their numbers
    if (tracks_.empty() && !is_counted) findings_.reject(entry.at, "an item's number that is not the next one");
    wide_entries_ = wide_entries_ || version == 3;
    meta_.items.push_back(std::move(item));
  }

  void read_primary(const Box& box) {
    if (wide_ != wide_entries_) findings_.reject(box.at, "items have wider numbers than they need");
    Fields fields{file_, box, findings_};
    fields.full(wide_ ? 1 : 0, 0);
    meta_.primary = id(fields);
    if (find(meta_.primary) == nullptr) findings_.reject(box.at, "a file without its primary item");
    fields.finish();
  }

  void read_properties(const Box& box) {
    const auto parts = read_boxes(file_, box.begin, box.end, findings_);
    const bool right = parts.size() == 2 && parts[0].name == box_name("ipco") && parts[1].name == box_name("ipma");
    if (!right) return findings_.reject(box.at, "boxes in iprp other than ipco and ipma");
    meta_.properties = read_boxes(file_, parts[0].begin, parts[0].end, findings_);
    for (const auto& property : meta_.properties) judge_property(file_, property, policy_, findings_);
    if (findings_.ok()) read_associations(parts[1]);
  }

  void read_associations(const Box& box) {
    const bool wide = meta_.properties.size() > 0x7F;
    std::vector<bool> used(meta_.properties.size());
    Fields fields{file_, box, findings_};
    fields.full(wide_ ? 1 : 0, wide ? 1 : 0);
    std::uint32_t last = 0;
    for (auto left = fields.u32(); left > 0 && fields.ok(); --left) {
      const auto at = fields.at();
      const auto item_id = id(fields);
      auto* item = find(item_id);
      if (item == nullptr || item_id <= last) return findings_.reject(at, "properties of an item that is not there");
      last = item_id;
      const auto count = fields.u8();
      if (count == 0) findings_.reject(at, "an entry of an item without properties");
      for (unsigned i = 0; i < count && fields.ok(); ++i) associate(fields, *item, wide, used);
    }
    fields.finish();
    const auto idle = static_cast<std::size_t>(std::ranges::find(used, false) - used.begin());
    if (idle < used.size()) findings_.reject(meta_.properties[idle].at, "a property that no item has");
  }

  void associate(Fields& fields, HeifItem& item, bool wide, std::vector<bool>& used) {
    const auto at = fields.at();
    const std::size_t index = wide ? fields.u16() & 0x7FFFU : fields.u8() & 0x7FU;
    if (index == 0 || index > used.size()) return findings_.reject(at, "a property that is not there");
    const auto name = meta_.properties[index - 1].name;
    const auto identity = property_identity(file_, meta_.properties[index - 1]);
    const bool again = std::ranges::any_of(item.properties, [&](std::size_t other) {
      return property_identity(file_, meta_.properties[other]) == identity;
    });
    if (!property_fits(name, item.type)) findings_.reject(at, "a property of another kind of item");
    if (again) findings_.reject(at, "a property that an item has twice");
    used[index - 1] = true;
    item.properties.push_back(index - 1);
  }

  void read_references(const Box& box) {
    Fields head{file_, box, findings_};
    head.full(wide_ ? 1 : 0, 0);
    const auto entries = read_boxes(file_, head.at(), box.end, findings_);
    if (entries.empty()) findings_.reject(box.at, "an empty table of references");
    for (const auto& entry : entries) read_reference(entry);
  }

  void read_reference(const Box& entry) {
    Fields fields{file_, entry, findings_};
    const auto from = id(fields);
    auto* item = find(from);
    if (item == nullptr || !seen_.insert({entry.name, from}).second) {
      return findings_.reject(entry.at, "a reference of an item that is not there, or a second one");
    }
    std::vector<std::uint32_t> to;
    const auto count = fields.u16();
    if (count == 0) findings_.reject(entry.at, "a reference to nothing");
    for (unsigned i = 0; i < count && fields.ok(); ++i) {
      const auto at = fields.at();
      to.push_back(id(fields));
      if (find(to.back()) == nullptr) findings_.reject(at, "a reference to an item that is not there");
    }
    fields.finish();
    judge_reference(entry, *item, std::move(to));
  }

  // The names of alpha planes are those with "alpha" or ":auxid:1".
  bool has_alpha(const HeifItem& item) const {
    const auto* purpose = meta_.property(item, box_name("auxC"));
    if (purpose == nullptr) return false;
    const auto text = as_text(file_.bytes(purpose->begin, purpose->end - purpose->begin));
    return text.contains("alpha") || text.contains(":auxid:1");
  }

  bool has_purpose(const HeifItem& item) const { return meta_.property(item, box_name("auxC")) != nullptr; }

  void judge_reference(const Box& entry, HeifItem& item, std::vector<std::uint32_t> to) {
    const auto is_purposeful = [&](std::uint32_t id) {
      return meta_.find(id) != nullptr && has_purpose(*meta_.find(id));
    };
    if (entry.name == box_name("dimg") && is_derived(item.type)) {
      item.inputs = std::move(to);
    } else if (entry.name == box_name("auxl") && has_purpose(item)) {
      item.masters = std::move(to);
    } else if (entry.name != box_name("prem") || !std::ranges::all_of(to, is_purposeful)) {
      findings_.reject(entry.at, "a reference that must go");
    }
  }

  void read_groups(const Box& box) {
    auto id = std::max(meta_.items.empty() ? 0U : meta_.items.back().id, tracks_.empty() ? 0U : tracks_.back());
    std::set<std::uint32_t> seen;
    const auto groups = read_boxes(file_, box.begin, box.end, findings_);
    if (groups.empty()) findings_.reject(box.at, "an empty list of groups");
    for (const auto& group : groups) {
      if (group.name != box_name("altr")) findings_.reject(group.at, "a group that must go");
      Fields fields{file_, group, findings_};
      fields.full(0, 0);
      fields.expect(4, ++id, "a group has a number of its own choice");
      const auto count = fields.u32();
      if (count < 2) findings_.reject(group.at, "a group with fewer than two members");
      bool is_of_primary = false;
      std::vector<std::uint32_t> members;
      for (std::uint64_t i = 0; i < count && fields.ok(); ++i) {
        const auto at = fields.at();
        const auto member = fields.u32();
        const bool is_there = find(member) != nullptr || std::ranges::binary_search(tracks_, member);
        if (!is_there || !seen.insert(member).second) findings_.reject(at, "a member of a group that is not there");
        is_of_primary = is_of_primary || member == meta_.primary;
        members.push_back(member);
      }
      if (is_of_primary) meta_.grouped = std::move(members);
      fields.finish();
    }
  }

  void read_locations(const Box& box) {
    Fields fields{file_, box, findings_};
    const auto version = fields.at_most(1, 2, "iloc has an unknown version");
    fields.zeros(3, "iloc has flags");
    const auto sizes = fields.u8();
    if (sizes != 0x44 && sizes != 0x88) findings_.reject(box.begin, "offsets of another size in iloc");
    fields.expect(1, 0, "iloc has bases or indices");
    const std::size_t size = sizes == 0x88 ? 8 : 4;
    std::uint32_t last = 0;
    for (auto left = fields.number(version == 2 ? 4 : 2); left > 0 && fields.ok(); --left) {
      const auto at = fields.at();
      const auto item_id = static_cast<std::uint32_t>(fields.number(version == 2 ? 4 : 2));
      auto* item = find(item_id);
      if (item == nullptr || item_id <= last) return findings_.reject(at, "the place of an item that is not there");
      last = item_id;
      const auto method = version == 0 ? 0 : fields.at_most(2, 1, "an item's data are found in an unknown way");
      fields.expect(2, 0, "an item's data are elsewhere");
      read_extents(fields, *item, method == 1, size);
    }
    fields.finish();
    const bool right = version == (wide_ ? 2U : uses_idat_ ? 1U : 0U);
    if (!right) findings_.reject(box.begin, "a version of iloc other than it needs");
    if (const auto* idat = child("idat")) account(in_idat_, idat->begin, idat->end, findings_);
  }

  void read_extents(Fields& fields, HeifItem& item, bool in_idat, std::size_t size) {
    const auto* idat = child("idat");
    if (in_idat && idat == nullptr) return findings_.reject(fields.at(), "data in a box that is not there");
    uses_idat_ = uses_idat_ || in_idat;
    const auto count = fields.u16();
    if (count == 0) findings_.reject(fields.at(), "an entry of an item without data");
    for (unsigned i = 0; i < count && fields.ok(); ++i) {
      const auto at = fields.at();
      const auto offset = fields.number(size);
      const Extent extent{in_idat ? idat->begin + offset : offset, fields.number(size)};
      const auto end = in_idat ? idat->end : file_.size();
      if (extent.size == 0 || extent.at > end || extent.size > end - extent.at) {
        return findings_.reject(at, "data of an item outside of the file");
      }
      item.data.push_back(extent);
      (in_idat ? in_idat_ : meta_.data).push_back(extent);
    }
  }

  // Rejects an item that nothing shown leads to: the primary one, its alternates, what these are made of, and what is
  // an alpha plane of any of these.
  void judge_reach() {
    std::set<std::uint32_t> reached;
    std::vector<std::uint32_t> queue{meta_.grouped};
    queue.push_back(meta_.primary);
    const auto follow = [&] {
      while (!queue.empty()) {
        const auto* item = meta_.find(queue.back());
        queue.pop_back();
        if (item == nullptr || !reached.insert(item->id).second) continue;
        queue.insert(queue.end(), item->inputs.begin(), item->inputs.end());
      }
    };
    follow();
    const auto shown = reached;
    std::set<std::uint32_t> masters;
    for (const auto& item : meta_.items) {
      if (!has_alpha(item)) continue;
      for (const auto id : item.masters) {
        if (!masters.insert(id).second) findings_.reject(item.at, "a second alpha plane of a picture");
      }
    }
    for (const auto& item : meta_.items) {
      const bool is_of_shown = std::ranges::any_of(item.masters, [&](std::uint32_t id) { return shown.contains(id); });
      if (is_of_shown) queue.push_back(item.id);
    }
    follow();
    for (const auto& item : meta_.items) {
      if (!reached.contains(item.id)) findings_.reject(item.at, "an item that nothing shown refers to");
    }
  }

  const File& file_;
  const std::vector<std::uint32_t>& tracks_;
  const Policy& policy_;
  Findings& findings_;
  HeifMeta meta_;
  std::vector<Box> children_;
  std::set<std::pair<BoxName, std::uint32_t>> seen_;  // references
  std::vector<Extent> in_idat_;
  bool wide_{false};          // numbers of items have four bytes
  bool wide_entries_{false};  // those in iinf do
  bool uses_idat_{false};
};

}  // namespace

const HeifItem* HeifMeta::find(std::uint32_t id) const {
  const auto at = std::ranges::lower_bound(items, id, {}, &HeifItem::id);
  return at == items.end() || at->id != id ? nullptr : &*at;
}

const Box* HeifMeta::property(const HeifItem& item, BoxName name) const {
  for (const auto index : item.properties) {
    if (properties[index].name == name) return &properties[index];
  }
  return nullptr;
}

HeifMeta judge_meta(const File& file, const Box& box, const std::vector<std::uint32_t>& tracks, const Policy& policy,
                    Findings& findings) {
  return MetaJudge{file, tracks, policy, findings}.judge(box);
}

void account(std::vector<Extent> used, std::uint64_t begin, std::uint64_t end, Findings& findings) {
  constexpr std::string_view idle = "media data that no item and no sample has";
  std::ranges::sort(used, {}, &Extent::at);
  auto reached = begin;
  for (const auto& extent : used) {
    if (extent.at < begin || extent.at + extent.size > end)
      findings.reject(extent.at, "data outside of the media data");
    if (extent.at > reached) findings.reject(reached, idle);
    reached = std::max(reached, extent.at + extent.size);
  }
  if (reached < end) findings.reject(reached, idle);
}

void judge_handler(const File& file, const Box& box, std::initializer_list<BoxName> kinds, Findings& findings) {
  Fields fields{file, box, findings};
  fields.full(0, 0);
  fields.zeros(4, "a reserved field of a handler is not zero");
  const auto at = fields.at();
  if (std::ranges::find(kinds, fields.u32()) == kinds.end()) findings.reject(at, "a handler that must go");
  fields.zeros(12, "a reserved field of a handler is not zero");
  fields.zeros(1, "a handler has a name");
  fields.finish();
}

void judge_data_information(const File& file, const Box& box, Findings& findings) {
  Fields fields{file, box, findings};
  fields.expect(4, 28, "a reference to data elsewhere");
  fields.expect(4, box_name("dref"), "a reference to data elsewhere");
  fields.full(0, 0);
  fields.expect(4, 1, "a reference to data elsewhere");
  fields.expect(4, 12, "a reference to data elsewhere");
  fields.expect(4, box_name("url "), "a reference to data elsewhere");
  fields.full(0, 1);
  fields.finish();
}

}  // namespace stripmeta::verify
