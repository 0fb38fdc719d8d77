// SVG (SVG 1.1, SVG 2), whole input: metadata are cut out by ranges of bytes, nothing is written anew.
#pragma once

#include "strip/grammar/whole.hpp"
#include "strip/svg/cut.hpp"

namespace stripmeta {

class SvgGrammar final : public WholeGrammar {
 public:
  explicit SvgGrammar(const svg::Engine& engine) : engine_(engine) {}

  Format format() const override { return Format::svg; }

  Status check_prefix(Bytes /*front*/) override { return {}; }  // detection has seen the root element

 protected:
  Status strip(Bytes input, Output& out) override { return svg::cut_svg(input, {engine_}, out); }

 private:
  const svg::Engine& engine_;
};

}  // namespace stripmeta
