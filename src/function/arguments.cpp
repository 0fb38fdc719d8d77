#include "function/arguments.hpp"

#include <CLI/CLI.hpp>
#include <sstream>

#include "stripmeta/version.hpp"

namespace stripmeta {
namespace {

constexpr auto description =
    "Removes the metadata of images in BUCKET_A and writes the clean images to BUCKET_B. Pixels do not\n"
    "change. Serves the invocation endpoint of the Lambda container: POST\n"
    " /2015-03-31/functions/function/invocations\n"
    "with {\"input_jpg\": \"photo.jpg\"}.";
constexpr auto environment =
    "Environment:\n"
    "  BUCKET_A, BUCKET_B   S3 buckets, or directories (with a slash); required\n"
    "  STRIPMETA_POLICY     default, share, archive or location\n"
    "  STRIPMETA_KEEP       parts to keep in addition to the policy's, separated by commas\n"
    "  STRIPMETA_REMOVE     parts to remove although the policy keeps them\n"
    "  STRIPMETA_STRICT     1 (default) refuses damaged images, 0 repairs them if possible\n"
    "  STRIPMETA_LISTEN     like --listen, which takes precedence";

}  // namespace

std::expected<Arguments, ProgramEnd> parse_arguments(std::span<const char* const> words) {
  CLI::App app{description, "stripmeta-function"};
  app.footer(environment);
  app.set_version_flag("--version", "stripmeta-function " + std::string{build()});
  Arguments arguments;
  app.add_option("--listen", arguments.listen,
                 "the address to listen on; port 0 is any free port (default 127.0.0.1:8080)")
      ->type_name("ADDRESS:PORT");
  try {
    app.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    const int code = app.exit(error, out, out);
    return std::unexpected(ProgramEnd{out.str(), code == 0 ? 0 : 2});
  }
  return arguments;
}

}  // namespace stripmeta
