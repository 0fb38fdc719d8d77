// What becomes of the original once B holds its clean image.
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
    keep,    // nothing
    tag,     // it gets `tags` besides its own
    remove,  // it is deleted, unless loss_of() its report says something
  };
  Kind kind{Kind::keep};
  Tags tags{{"stripmeta", "cleaned"}};
};

// Why the original of what was removed so is the only place of something that people made: a video, a further picture,
// or what follows an end that was missing. Half a sentence; "" where there is nothing of the kind.
std::string loss_of(const Report& report);

// Does it to `original`, the very object that was read from A: another one that has the key by now is left. Answers
// what was done: "" (keep), "tagged", "deleted", "left". Errors: those of Store::tag() and Store::remove(), conflict
// apart.
std::expected<std::string_view, Error> settle_source(Store& a, const AfterSuccess& what, const std::string& key,
                                                     const ObjectInfo& original, const Call& call);

}  // namespace stripmeta
