#include "job/quarantine.hpp"

#include "job/json.hpp"
#include "stripmeta/version.hpp"

namespace stripmeta {

bool is_refusal(ErrorKind kind) {
  return kind == ErrorKind::unsupported || kind == ErrorKind::malformed || kind == ErrorKind::truncated ||
         kind == ErrorKind::too_large;
}

std::string quarantine_key(std::string_view prefix, std::string_view key) {
  std::string record{prefix};
  record.append(key).append(".json");
  return record;
}

std::string quarantine_record(const Error& error, const ObjectName& input, const Policy& policy) {
  return dump_line({{"error", error_json(error)},
                    {"input", object_name_json(input)},
                    {"policy", canonical(policy)},
                    {"build", build()}}) +
         "\n";
}

}  // namespace stripmeta
