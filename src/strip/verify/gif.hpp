// The second reader of GIF (CompuServe, GIF89a; section numbers are its).
//
// The canonical form:
//   header and logical screen (17, 18); the background's index is 0 if there is no palette; global palette (19)
//   before each image, in any order: at most one graphic control (23) with its reserved bits and the one for user input
//     zero, and its transparent index zero if it is not used; once in the file under each name, how often the animation
//     loops (NETSCAPE2.0, ANIMEXTS1.0: one sub-block of three bytes); once, if the policy allows it, a colour profile
//     (ICCRGBG1012) in full sub-blocks
//   image (20 to 22) with a width and a height, its reserved bits zero, and those about its palette if it has none
//   trailer (27), and nothing behind it
//
// What can still hold bytes: picture data, also behind their end code, and the size of their codes; places and sizes of
// images and of the screen; palettes; bits of the screen that name a colour resolution and an order; its aspect ratio;
// the background's index, if there is a palette; delays, disposals and transparent indexes; how often the animation
// loops.
#pragma once

#include <memory>

#include "strip/verify/verifier.hpp"

namespace stripmeta::verify {

std::unique_ptr<Verifier> make_gif_verifier(const Policy& policy);

}  // namespace stripmeta::verify
