// The record of an image that cannot be cleaned: why, as JSON, in B. Nothing of the image is in it.
#pragma once

#include <string>
#include <string_view>

#include "job/job.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta {

// Whether an image that fails so will always: it is no image, a damaged one or one past a bound.
bool is_refusal(ErrorKind kind);

// Where the record of `key` stands. Different keys have different records.
std::string quarantine_key(std::string_view prefix, std::string_view key);

// {"error":{"type","message","offset"},"input":{"bucket","key","version"},"policy","build"} and a line's end. Two of
// one image under one policy by one build are equal.
std::string quarantine_record(const Error& error, const Location& input, const Policy& policy);

}  // namespace stripmeta
