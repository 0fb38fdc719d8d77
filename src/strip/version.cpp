#include "stripmeta/version.hpp"

namespace stripmeta {

std::string_view version() {
  return STRIPMETA_VERSION;
}
std::string_view build() {
  return STRIPMETA_VERSION "+" STRIPMETA_REVISION;
}

}  // namespace stripmeta
