#include "samples.hpp"
#include "support/cpp/gif_bytes.hpp"

namespace stripmeta::test {
namespace {

// A GIF can grow by 218 bytes: 216 in the profile, as a JPEG; 1 for the size of one more sub-block; 1 for a missing
// trailer.
constexpr std::size_t gif_growth = 218;

std::vector<Sample> gif_samples() {
  using namespace gif;
  const auto sample = [](const std::string& name, const std::string& file) {
    return Sample{name, Format::gif, file, gif_growth};
  };
  const std::string every = comment(planted) + plain_text(planted) + application("Somebody1.0", parts(planted)) +
                            application("MGK8BIM0000", parts(planted)) + extension(0x77, parts(planted)) +
                            extension(0xFF, parts(planted)) + xmp("<x>" + planted + "</x>");
  const std::string padded =
      application("NETSCAPE2.0", bytes({3, 1, 0, 0}) + bytes({17, 1, 0, 0}) + planted + bytes({14}) + planted +
                                     bytes({19, 2, 0, 0, 0, 0}) + planted + lit("\0"));
  const std::string profile = icc_profile({{"wtpt", "white"}, {"priv", planted}}, 2, planted);
  return {
      sample("plain", plain),
      sample("old", "GIF87a" + plain.substr(6)),
      sample("extensions", with(every, every)),
      sample("control", with(control + plain_text(planted) + control)),
      sample("control_tail", with(extension(0xF9, bytes({4, 1, 10, 0, 0}) + parts(planted)))),
      sample("loop", with(loop(), loop("ANIMEXTS1.0"))),
      sample("loop_tail", with(padded)),
      sample("profile", with(profile_extension(profile), profile_extension(planted))),
      sample("profile_broken", with(profile_extension(planted))),
      sample("profile_uneven", with(profile_extension(icc_profile({{"wtpt", "white"}}), 7))),
      sample("own_colours", with(own_colours + control + own_colours)),
      sample("trailer", plain + planted + plain),
      sample("no_end", screen + comment(planted) + image + comment(planted)),
      sample("large", with(comment(std::string(100000, 'x') + planted), comment(planted))),
  };
}

const SampleList list{gif_samples};

}  // namespace
}  // namespace stripmeta::test
