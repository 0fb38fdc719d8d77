// The record in B of an image that cannot be cleaned: the reason as JSON, without any data of the image.
#pragma once

#include <string>
#include <string_view>

#include "job/job.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta {

// Whether an image that fails with `kind` will always fail: it is not a known image, it is damaged, or it exceeds a
// limit.
bool is_refusal(ErrorKind kind);

// The key of the record for `key`. Different keys have different records.
std::string quarantine_key(std::string_view prefix, std::string_view key);

// {"error":{"type","message","offset"},"input":{"bucket","key","version"},"policy","build"} and a newline. The records
// of the same image, policy and build are equal.
std::string quarantine_record(const Error& error, const ObjectName& input, const Policy& policy);

}  // namespace stripmeta
