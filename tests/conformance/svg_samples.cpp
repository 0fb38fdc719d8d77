#include "samples.hpp"
#include "support/cpp/svg_bytes.hpp"

namespace stripmeta::test {
namespace {

// An embedded image may grow; the engine refuses what would make the file longer than this.
constexpr std::size_t svg_growth = 1024;

const std::string illustrator =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- " + planted +
    " -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\" [\n"
    "<!-- " +
    planted +
    " --><?"
    "xpacket " +
    planted +
    "?>"
    "\t<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">\n\t<!ENTITY ns_ai "
    "\"http://ns.adobe.com/AdobeIllustrator/10.0/\">\n"
    "\t<!ENTITY st0 \"fill:#FFF;\">\n]>\n"
    "<svg xmlns=\"&ns_svg;\" xmlns:i=\"&ns_ai;\" i:note=\"" +
    planted +
    "\" viewBox=\"0 0 9 9\">"
    "<switch><foreignObject requiredExtensions=\"&ns_ai;\"><i:pgfRef/></foreignObject><g i:layer=\"" +
    planted + "\"><rect style=\"&st0;\" width=\"9\" height=\"9\"/></g></switch><i:pgf><![CDATA[" + planted +
    "]]></i:pgf></svg>";

std::vector<Sample> svg_samples() {
  const auto sample = [](const std::string& name, const std::string& file) {
    return Sample{name, Format::svg, file, svg_growth};
  };
  const std::string dirty_jpeg = soi + segment(0xFE, planted) + picture;
  const std::string comment = "<!--" + planted + "-->";
  const std::string inkscape = xmlns_inkscape + xmlns_rdf;
  return {
      sample("plain", svg(rect)),
      sample("comments", "\xEF\xBB\xBF<?xml version='1.0'?>" + comment + svg(comment + rect + comment) + comment),
      sample("metadata", svg("<metadata a=\"" + planted + "\"><a>" + planted + "</a></metadata>" + rect)),
      sample("inkscape", svg("<inkscape:a b='" + planted + "'/>" + rect + "<rdf:RDF>" + planted + "</rdf:RDF>",
                             inkscape + " inkscape:label=\"" + planted + "\"")),
      sample("prefixed",
             "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:metadata>" + planted + "</s:metadata><s:g/></s:svg>"),
      sample("unknown", svg(R"(<a:b xmlns:a="urn:)" + planted + "\">" + planted + "</a:b>" + rect)),
      sample("illustrator", illustrator),
      sample("instructions", svg("<?xpacket " + planted + "?>" + rect) + "<?after " + planted + "?>"),
      sample("jpeg", svg(image(jpeg_uri(dirty_jpeg)))),
      sample("jpeg_in_style", svg("<style>a{fill:url(" + jpeg_uri(dirty_jpeg) +
                                  ")}</style><style><![CDATA[b{fill:url('" + jpeg_uri(dirty_jpeg) +
                                  "')}]]></style><g style=\"fill:url(&quot;" + jpeg_uri(dirty_jpeg) + "&quot;)\"/>")),
      sample("svg_in_svg",
             svg(image(svg_uri(svg(image(svg_uri(svg(comment + image(jpeg_uri(dirty_jpeg)))))))), inkscape)),
      sample("diagrams_net", svg(rect, " content=\"&lt;mxfile&gt;" + planted + "\" host=\"" + planted + "\"")),
      sample("excalidraw", svg("<defs>" + planted + "</defs>" + comment + planted + comment + rect)),
      sample("notes", svg("<title>Created with " + planted + "</title><desc>/home/" + planted + "</desc>" + rect)),
      sample("unread", svg("<g data-a='" + planted + "' b='" + planted + "'/><rect href='" + planted + "'/>")),
      sample("css_comments",
             svg("<style>/*" + planted + "*/a{}<![CDATA[/*" + planted + "]]></style><g style='/*" + planted + "*/'/>")),
      sample("css_in_css",
             svg("<style>@import url(data:text/css;base64," + base64_text("/*" + planted + "*/") + ");</style>")),
      sample("doctype",
             "<!DOCTYPE " + planted + " [<!ENTITY a '" + planted + "'><!ENTITY b 'c'>]>" + svg("<text>&b;</text>")),
      sample("long_prolog", "<!--" + std::string(5000, 'x') + planted + "-->" + svg(rect)),
  };
}

const SampleList list{svg_samples};

}  // namespace
}  // namespace stripmeta::test
