// The XML namespaces of an XMP packet: maps the file's prefixes to the standard ones.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

namespace stripmeta::inspection {

// The declarations in force while a tree is walked. Keeps views into the document, which must outlive it.
class Namespaces {
 public:
  // Adds the declarations of `element` and returns a mark; leave(mark) removes them. At most 256 declarations are held;
  // names with the prefix of a further one stay as in the file.
  std::size_t enter(pugi::xml_node element);
  void leave(std::size_t mark) { declared_.resize(mark); }

  // `name` with the standard prefix of its namespace, such as "dc:creator"; unchanged if there is no standard prefix.
  std::string canonical(std::string_view name) const;

 private:
  struct Declaration {
    std::string_view prefix;     // the file's
    std::string_view canonical;  // empty if the URI has no standard prefix
  };
  std::vector<Declaration> declared_;
};

}  // namespace stripmeta::inspection
