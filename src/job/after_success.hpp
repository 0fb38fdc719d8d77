// What to do with the original once B holds its clean image.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "store/store.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

struct AfterSuccess {
  enum class Kind : std::uint8_t {
    keep,    // leave it
    tag,     // add `tags`
    remove,  // delete it, unless loss_without_original() gives a reason against it
  };
  Kind kind{Kind::keep};
  Tags tags{{"stripmeta", "cleaned"}};
};

// The reason why deleting the original would lose more than metadata: a video, a further picture, or the missing end of
// the image. A clause for a message; "" if there is no such reason.
std::string loss_without_original(const Report& report);

// Applies `action` to `original`, the object that was read from A. If the key has another object now, that one is left
// alone. Returns what was done: "" (keep), "tagged", "deleted", "left". Errors: those of Store::tag() and
// Store::remove(), except conflict.
std::expected<std::string_view, Error> finish_original(Store& a, const AfterSuccess& action, const std::string& key,
                                                       const ObjectInfo& original, const Call& call);

}  // namespace stripmeta
