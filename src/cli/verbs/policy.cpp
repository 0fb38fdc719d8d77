// `stripmeta policy`: what a policy does, format by format.
#include "stripmeta/policy.hpp"

#include <algorithm>
#include <string_view>

#include "cli/output/console.hpp"
#include "cli/output/text.hpp"
#include "cli/verbs/verbs.hpp"
#include "job/json.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::cli {
namespace {

std::string_view word(Rule rule, bool keeps) {
  if (rule == Rule::always) return "always";
  if (rule == Rule::never) return "-";
  return keeps ? "stays" : "goes";
}

std::string trimmed_line(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string table(const Policy& policy) {
  constexpr std::size_t first = 13;
  constexpr std::size_t other = 8;
  std::string line(first, ' ');
  for (const auto format : all_formats) line += padded(format_word(format), other);
  std::string text = trimmed_line(line);
  for (const auto& part : keep_words) {
    line = padded(part.word, first);
    for (const auto format : all_formats) {
      line += padded(word(format_info(format).rule(part.part), policy.keeps(part.part)), other);
    }
    text += trimmed_line(line);
  }
  return text;
}

std::string in_words(const Policy& policy) {
  std::string text = "policy " + canonical(policy) + "\n\n";
  if (policy.preset == Preset::location) {
    return text +
           "What says where a picture was taken goes, in every format. It is overwritten in its place, or the part "
           "that\n"
           "holds it goes if it cannot be read. Every other byte stays (docs/location.md).\n";
  }
  text +=
      "Picture data, transparency and animation stay, bit for bit. Of the rest:\n\n" + table(policy) +
      "\nstays: this policy keeps it; goes: --keep would keep it; always: it belongs to the picture; -: the format "
      "cannot hold it, or it is never kept\nA density that Exif alone gives stays only if browsers size the picture by "
      "it.\n\nWhat else goes:\n";
  std::size_t names = 0;
  for (const auto format : all_formats) names = std::max(names, format_word(format).size() + 2);
  for (const auto format : all_formats) {
    text += "  " + padded(format_word(format), names) + std::string{format_info(format).removed} + '\n';
  }
  return text + "\nParts that are unknown go. A file that ends too early or is slightly damaged is " +
         (policy.strict ? "refused (strict).\n" : "completed or repaired.\n");
}

std::string in_json(const Policy& policy) {
  nlohmann::ordered_json object;
  object["policy"] = canonical(policy);
  object["strict"] = policy.strict;
  if (policy.preset != Preset::location) {
    for (const auto format : all_formats) {
      auto& parts = object["formats"][std::string{format_word(format)}];
      for (const auto& [part, name, help] : keep_words) {
        const auto rule = format_info(format).rule(part);
        if (rule != Rule::never) parts[std::string{name}] = word(rule, policy.keeps(part));
      }
    }
  }
  return dump_line(object) + '\n';
}

}  // namespace

int show_policy(const CommonOptions& options) {
  return print_text(options.print == Print::json ? in_json(options.policy) : in_words(options.policy));
}

}  // namespace stripmeta::cli
