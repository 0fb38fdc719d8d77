#include "strip/heif/own_properties.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "strip/grammar/grammar.hpp"
#include "strip/heif/fields.hpp"
#include "strip/heif/property.hpp"
#include "strip/heif/select.hpp"

namespace stripmeta::heif {
namespace {

using bmff::type;

// Properties by which a picture is decoded and shown, and those that only describe it.
constexpr std::array<Type, 17> decisive{type("ispe"), type("auxC"), type("hvcC"), type("av1C"), type("avcC"),
                                        type("vvcC"), type("j2kH"), type("uncC"), type("cmpd"), type("cmpC"),
                                        type("icef"), type("a1op"), type("a1lx"), type("lsel"), type("clap"),
                                        type("irot"), type("imir")};
constexpr std::array<Type, 7> descriptions{type("pixi"), type("pasp"), type("clli"), type("mdcv"),
                                           type("cclv"), type("amve"), type("ndwt")};

bool is_in(std::span<const Type> names, Type name) {
  return std::ranges::find(names, name) != names.end();
}

class OwnProperties {
 public:
  OwnProperties(Meta& meta, Item& item) : meta_(meta), item_(item) {}

  Status keep() {
    std::erase_if(item_.properties, [&](const Association& a) { return !belongs_to(name_of(a), item_.type); });
    for (const auto& association : item_.properties) {
      if (auto status = add(association); !status) return status;
    }
    meta_.slack += item_.properties.size() - stay_.size();
    item_.properties = std::move(stay_);
    return {};
  }

 private:
  Status add(const Association& again) {
    const auto name = name_of(again);
    const bool is_colour = name == type("colr");
    const auto before = std::ranges::find(stay_, identity(again), [&](const Association& a) { return identity(a); });
    const bool may_repeat = !is_colour && !is_in(decisive, name) && !is_in(descriptions, name);  // it goes anyway
    if (before == stay_.end() || may_repeat) {
      stay_.push_back(again);
    } else if (is_colour || !content_of(*before)) {
      stay_.erase(before);
      stay_.push_back(again);
    } else if (!is_needless(*before, again)) {
      return fail(ErrorKind::malformed, property_of(again).at,
                  "two properties of the picture contradict each other, so programs do not agree about what it shows");
    }
    return {};
  }

  const Box& property_of(const Association& a) const { return meta_.properties[a.property - 1U]; }
  Type name_of(const Association& a) const { return property_of(a).type; }
  Type identity(const Association& a) const { return identity_of(property_of(a)); }

  // What the property says; nullopt if its fields are damaged.
  std::optional<std::vector<std::byte>> content_of(const Association& a) const {
    const auto& [name, at, head, payload] = property_of(a);
    if (has_known_fields(name)) return rewrite_fields(name, payload);
    if (name == type("auxC") && !auxiliary_name(payload)) return std::nullopt;
    return std::vector(payload.begin(), payload.end());
  }

  bool is_turned() const {
    return std::ranges::any_of(item_.properties, [&](const Association& a) { return name_of(a) == type("irot"); });
  }

  bool is_needless(const Association& before, const Association& again) const {
    const auto name = name_of(again);
    const auto content = content_of(again);
    const bool same = content == content_of(before);
    if (!content || is_in(descriptions, name)) return true;
    if (name == type("imir")) return false;
    if (name == type("irot")) return same && is_zero(*content);
    return same && (name != type("clap") || (is_centred(*content) && !is_turned()));
  }

  // An aperture in the middle of the picture is all of it once it has been cut to that.
  static bool is_centred(Bytes aperture) {
    constexpr std::size_t size = 32;
    return aperture.size() == size && u32(aperture, 16) == 0 && u32(aperture, 24) == 0;
  }

  Meta& meta_;
  Item& item_;
  std::vector<Association> stay_;
};

}  // namespace

Status keep_own_properties(Meta& meta, const std::vector<bool>& kept) {
  for (std::size_t i = 0; i < meta.items.size(); ++i) {
    if (!kept[i]) continue;
    if (auto status = OwnProperties{meta, meta.items[i]}.keep(); !status) return status;
  }
  return {};
}

}  // namespace stripmeta::heif
