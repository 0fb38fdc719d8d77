// XML namespaces as XMP uses them: the standard's prefix of a URI, whatever prefix the file declares for it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

namespace stripmeta::inspection {

// The declarations in force while a tree is walked. It keeps views into the document, which must outlive it.
class Namespaces {
 public:
  // Takes the declarations of `element` for as long as the answer's mark is not given to leave(). Past 256 at a time,
  // further ones are passed over: their prefixes stay as the file has them.
  std::size_t enter(pugi::xml_node element);
  void leave(std::size_t mark) { declared_.resize(mark); }

  // "dc:creator": the standard's prefix for the URI that the file's prefix stands for, or the file's own.
  std::string canonical(std::string_view name) const;

 private:
  struct Declaration {
    std::string_view prefix;     // the file's
    std::string_view canonical;  // empty where the URI has no standard one
  };
  std::vector<Declaration> declared_;
};

}  // namespace stripmeta::inspection
