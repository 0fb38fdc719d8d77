#include "strip/verify/svg_names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace stripmeta::verify {
namespace {

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// Words in small letters with white space around them. A name is compared with the few that look like it.
class Words {
 public:
  explicit Words(std::string_view text) {
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
      if (at < text.size() && text[at] != ' ' && text[at] != '\n') continue;
      if (at > begin) alike_[look(text.substr(begin, at - begin))].push_back(text.substr(begin, at - begin));
      begin = at + 1;
    }
  }
  bool have(std::string_view name) const {
    if (name.empty()) return false;
    const auto same = [](char letter, char any) { return letter == small(any); };
    return std::ranges::any_of(alike_[look(name)],
                               [&](std::string_view word) { return std::ranges::equal(word, name, same); });
  }

 private:
  static constexpr std::size_t looks = 128;
  static std::size_t look(std::string_view name) {
    const auto letter = [&](std::size_t at) { return static_cast<unsigned char>(small(name[at])); };
    return (letter(0) + 7U * letter(name.size() / 2) + 31U * letter(name.size() - 1) + 17U * name.size()) % looks;
  }

  std::array<std::vector<std::string_view>, looks> alike_;
};

const Words& svg_elements() {
  static const Words words{R"(
a altglyph altglyphdef altglyphitem animate animatecolor animatemotion animatetransform animation audio
canvas circle clippath color-profile cursor definition-src defs desc discard ellipse feblend fecolormatrix
fecomponenttransfer fecomposite feconvolvematrix fediffuselighting fedisplacementmap fedistantlight
fedropshadow feflood fefunca fefuncb fefuncg fefuncr fegaussianblur feimage femerge femergenode femorphology
feoffset fepointlight fespecularlighting fespotlight fetile feturbulence filter flowdiv flowimage flowline
flowpara flowref flowregion flowregionbreak flowregionexclude flowroot flowspan flowtref font font-face
font-face-format font-face-name font-face-src font-face-uri foreignobject g glyph glyphref handler hatch
hatchpath hkern iframe image line lineargradient link listener marker mask mesh meshgradient meshpatch
meshrow missing-glyph mpath multiimage page pageset path pattern polygon polyline prefetch radialgradient
rect script set solidcolor source star stop style subimage subimageref svg switch symbol tbreak text
textarea textpath title track tref tspan unknown use vector-effect video view vkern
)"};
  return words;
}

const Words& properties() {
  static const Words words{R"(
alignment-baseline all audio-level azimuth background background-color background-image baseline-shift
baseline-source block-progression border bottom box-sizing buffered-rendering clip clip-path clip-rule color
color-interpolation color-interpolation-filters color-profile color-rendering color-scheme cursor cx cy d
direction display display-align dominant-baseline enable-background fill fill-opacity fill-rule filter
flood-color flood-opacity font font-family font-feature-settings font-kerning font-palette font-size
font-size-adjust font-stretch font-style font-synthesis font-variant font-variant-caps
font-variant-east-asian font-variant-ligatures font-variant-numeric font-variant-position
font-variation-settings font-weight glyph-orientation-horizontal glyph-orientation-vertical height
image-rendering inline-size isolation kerning left letter-spacing lighting-color line-height line-increment
margin marker marker-end marker-mid marker-start mask mask-image mask-mode mask-type mix-blend-mode opacity
outline overflow overflow-wrap overflow-x overflow-y padding paint-order pathlength pointer-events position
r right rx ry shape-inside shape-margin shape-padding shape-rendering shape-subtract solid-color
solid-opacity stop-color stop-opacity stroke stroke-align stroke-alignment stroke-dash-adjust
stroke-dash-corner stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
stroke-opacity stroke-width tab-size text-align text-align-all text-align-last text-anchor text-decoration
text-decoration-color text-decoration-fill text-decoration-line text-decoration-stroke text-decoration-style
text-indent text-orientation text-overflow text-rendering text-shadow text-transform text-underline-position
top transform transform-box transform-origin unicode-bidi user-select vector-effect vertical-align
viewport-fill viewport-fill-opacity visibility white-space white-space-collapse width will-change word-break
word-spacing word-wrap writing-mode x y z-index zoom
)"};
  return words;
}

const Words& svg_attributes() {
  static const Words words{R"(
accelerate accent-height accumulate additive alphabetic amplitude arabic-form ascent attributename
attributetype autofocus azimuth bandwidth basefrequency baseprofile bbox begin bias by calcmode cap-height
class clippathunits contentscripttype contentstyletype crossorigin cx cy decoding defaultaction descent
diffuseconstant divisor download dur dx dy edgemode editable elevation end event exponent
externalresourcerequired externalresourcesrequired fetchpriority fill-rule filterres filterunits focusable
focushighlight font-face-name format fr from fx fy g1 g2 glyph-name glyphref gradienttransform gradientunits
handler hanging hatchcontentunits hatchtransform hatchunits horiz-adv-x horiz-origin-x horiz-origin-y href
hreflang id ideographic in in2 initialvisibility integrity intercept k k1 k2 k3 k4 kernelmatrix
kernelunitlength keypoints keysplines keytimes lang lengthadjust limitingconeangle loading local
markerheight markerunits markerwidth maskcontentunits maskunits mathematical max media
mediacharacterencoding mediacontentencodings mediasize mediatime method min mode name nav-down nav-down-left
nav-down-right nav-left nav-next nav-prev nav-right nav-up nav-up-left nav-up-right nonce numoctaves
observer offset operator order orient orientation origin overlay overline-position overline-thickness
panose-1 path pathlength patterncontentunits patterntransform patternunits phase ping pitch playbackorder
points pointsatx pointsaty pointsatz preload preservealpha preserveaspectratio primitiveunits propagate
radius referrerpolicy refx refy rel rendering-intent repeatcount repeatdur requiredextensions
requiredfeatures requiredfonts requiredformats restart result role rotate scale seed side slope snapshottime
spacing specularconstant specularexponent spreadmethod src startoffset stddeviation stemh stemv stitchtiles
strikethrough-position strikethrough-thickness string style surfacescale syncbehavior syncbehaviordefault
syncmaster synctolerance synctolerancedefault systemlanguage tabindex tablevalues target targetx targety
textlength timelinebegin title to transformbehavior type u1 u2 underline-position underline-thickness
unicode unicode-range units-per-em v-alphabetic v-hanging v-ideographic v-mathematical values version
vert-adv-y vert-origin-x vert-origin-y viewbox viewtarget widths x-height x1 x2 xchannelselector xmlns y1 y2
ychannelselector z zoomandpan
)"};
  return words;
}

const Words& aria_attributes() {
  static const Words words{R"(
aria-activedescendant aria-atomic aria-autocomplete aria-braillelabel aria-brailleroledescription aria-busy
aria-checked aria-colcount aria-colindex aria-colspan aria-controls aria-current aria-describedby
aria-description aria-details aria-disabled aria-dropeffect aria-errormessage aria-expanded aria-flowto
aria-grabbed aria-haspopup aria-hidden aria-invalid aria-keyshortcuts aria-label aria-labelledby aria-level
aria-live aria-modal aria-multiline aria-multiselectable aria-orientation aria-owns aria-placeholder
aria-posinset aria-pressed aria-readonly aria-relevant aria-required aria-roledescription aria-rowcount
aria-rowindex aria-rowspan aria-selected aria-setsize aria-sort aria-valuemax aria-valuemin aria-valuenow
aria-valuetext
)"};
  return words;
}

const Words& html_attributes() {
  static const Words words{R"(
abbr accept accept-charset accesskey action align alink allow allowfullscreen alt archive async
autocapitalize autocomplete autofocus autoplay axis background bgcolor border bordercolor cellpadding
cellspacing char charoff charset checked cite class clear code codebase codetype color cols colspan compact
contenteditable controls coords crossorigin data datetime declare decoding default defer dir dirname
disabled download draggable enctype enterkeyhint exportparts face fetchpriority for form formaction
formenctype formmethod formnovalidate formtarget frame frameborder headers height hidden high href hreflang
hspace http-equiv id imagesizes imagesrcset inert inputmode integrity is ismap itemid itemprop itemref
itemscope itemtype kind label lang language link list loading loop low marginheight marginwidth max
maxlength media method min minlength multiple muted name nohref nonce noresize noshade novalidate nowrap
open optimum part pattern ping placeholder playsinline popover poster preload profile readonly
referrerpolicy rel required rev reversed role rows rowspan rules sandbox scheme scope scrolling selected
shape size sizes slot span spellcheck src srcdoc srclang srcset standby start step style summary tabindex
target text title translate type usemap valign value valuetype version vlink vspace width wrap xmlns
)"};
  return words;
}

const Words& math_attributes() {
  static const Words words{R"(
accent accentunder actiontype align alignmentscope altimg altimg-height altimg-valign altimg-width alttext
arg autofocus background bevelled charalign charspacing class close color columnalign columnlines
columnspacing columnspan columnwidth crossout decimalpoint definitionurl denomalign depth dir display
displaystyle edge encoding equalcolumns equalrows fence fontfamily fontsize fontstyle fontweight form frame
framespacing groupalign height href id indentalign indentalignfirst indentalignlast indentshift
indentshiftfirst indentshiftlast indenttarget infixlinebreakstyle intent largeop leftoverhang length
linebreak linebreakmultchar linebreakstyle lineleading linethickness location longdivstyle lquote lspace
mathbackground mathcolor mathsize mathvariant maxsize maxwidth mediummathspace minlabelspacing minsize
movablelimits mslinethickness nonce notation numalign open overflow position rightoverhang rowalign rowlines
rowspacing rowspan rquote rspace scriptlevel scriptminsize scriptsizemultiplier selection separator
separators shift side src stackalign stretchy style subscriptshift superscriptshift symmetric tabindex
thickmathspace thinmathspace type valign verythickmathspace verythinmathspace veryverythickmathspace
veryverythinmathspace voffset width xmlns
)"};
  return words;
}

}  // namespace

Vocabulary vocabulary_of(std::string_view uri) {
  if (uri.empty() || uri == "http://www.w3.org/2000/svg") return Vocabulary::svg;
  if (uri == "http://www.w3.org/1999/xhtml") return Vocabulary::html;
  if (uri == "http://www.w3.org/1999/xlink") return Vocabulary::xlink;
  if (uri == "http://www.w3.org/1998/Math/MathML") return Vocabulary::math;
  if (uri == "http://www.w3.org/XML/1998/namespace") return Vocabulary::xml;
  if (uri == "http://www.w3.org/2001/xml-events") return Vocabulary::events;
  constexpr auto editors = std::to_array<std::string_view>({"//www.w3.org/1999/02/22-rdf-syntax-ns",
                                                            "//www.w3.org/2000/01/rdf-schema",
                                                            "//purl.org/dc/",
                                                            "//creativecommons.org/",
                                                            "//web.resource.org/cc/",
                                                            "//iptc.org/",
                                                            "//c2pa.org/",
                                                            "//xmlns.com/foaf/",
                                                            "adobe:ns:meta/",
                                                            "//ns.adobe.com/",
                                                            "//sodipodi.sourceforge.net/",
                                                            "//inkscape.sourceforge.net/",
                                                            "//www.inkscape.org/",
                                                            "//www.figma.com/",
                                                            "//www.bohemiancoding.com/sketch",
                                                            "//www.sketchapp.com/",
                                                            "//www.serif.com",
                                                            "//www.corel.com/",
                                                            "//boxy-svg.com",
                                                            "//www.vectornator.io",
                                                            "//vectornator.io",
                                                            "//svg-edit.googlecode.com",
                                                            "//schemas.microsoft.com/",
                                                            "//www.freesoftware.fsf.org/bkchem/"});
  const auto scheme = uri.starts_with("https:") ? 6 : (uri.starts_with("http:") ? 5 : 0);
  uri.remove_prefix(static_cast<std::size_t>(scheme));
  const bool editor = std::ranges::any_of(editors, [&](auto front) { return uri.starts_with(front); });
  return editor ? Vocabulary::editor : Vocabulary::other;
}

bool is_of_diagram(std::string_view local) {
  return local == "host" || local == "agent" || local == "modified" || local == "etag";
}

bool is_usual_namespace_prefix(std::string_view prefix) {
  constexpr std::array<std::string_view, 11> usual{"",     "svg", "xlink", "xml", "xhtml", "html",
                                                   "math", "mml", "m",     "h",   "ev"};
  return std::ranges::find(usual, prefix) != usual.end();
}

bool may_be_element(Vocabulary of, std::string_view local) {
  static const Words html{R"(
audio base canvas embed iframe img link object script source style track video
)"};
  if (of == Vocabulary::svg) return svg_elements().have(local);
  if (of == Vocabulary::events) return local == "listener";
  return of == Vocabulary::html && html.have(local);
}

bool may_have_text(std::string_view local) {
  static const Words words{R"(
altglyph desc flowdiv flowline flowpara flowspan flowtref foreignobject handler script style text textarea
textpath title tref tspan
)"};
  return words.have(local);
}

bool may_be_attribute(Vocabulary of, std::string_view local) {
  if (local.size() > 4 && local[4] == '-' && aria_attributes().have(local)) return true;  // aria-
  if (local.size() > 2 && small(local[0]) == 'o' && small(local[1]) == 'n') return true;  // a script
  switch (of) {
    case Vocabulary::svg: return properties().have(local) || svg_attributes().have(local);
    case Vocabulary::html: return html_attributes().have(local);
    case Vocabulary::math: return math_attributes().have(local);
    default: return local == "id" || local == "class";
  }
}

bool may_be_prefixed(Vocabulary of, std::string_view local) {
  static const Words xlink{"actuate href show title type"};
  static const Words xml{"base id lang space"};
  static const Words events{"defaultaction event handler observer phase propagate target"};
  if (of == Vocabulary::xlink) return xlink.have(local);
  if (of == Vocabulary::xml) return xml.have(local);
  return of == Vocabulary::events && events.have(local);
}

bool is_label(Vocabulary of, std::string_view local) {
  static const Words words{
      "aria-label aria-description aria-roledescription aria-valuetext aria-placeholder aria-keyshortcuts "
      "aria-braillelabel aria-brailleroledescription"};
  if (local.starts_with("aria-")) return words.have(local);
  if (of == Vocabulary::math) return local == "alttext";
  return local == "title" && (of == Vocabulary::xlink || of == Vocabulary::html || of == Vocabulary::svg);
}

bool may_be_value(Vocabulary of, std::string_view local, std::string_view value) {
  static const Words profiles{"none full basic tiny"};
  static const Words shows{"new replace embed other none undefined"};
  static const Words scripts{"text/javascript text/ecmascript application/javascript application/ecmascript"};
  static const Words times{"none onload onrequest other"};
  static const Words types{"simple extended locator arc resource title none"};
  if (of == Vocabulary::xlink) {
    return (local != "show" || shows.have(value)) && (local != "actuate" || times.have(value)) &&
           (local != "type" || types.have(value));
  }
  if (of == Vocabulary::xml) return local != "space" || value == "default" || value == "preserve";
  if (of != Vocabulary::svg) return true;
  if (local == "version") return value.size() < 6 && value.find_first_not_of("0123456789.") == value.npos;
  if (local == "baseProfile") return profiles.have(value);
  if (local == "contentScriptType") return scripts.have(value);
  if (local == "contentStyleType") return value == "text/css";
  return local != "zoomAndPan" || value == "disable" || value == "magnify";
}

bool may_have_address(std::string_view element) {
  static const Words words{R"(
a altglyph animate animatecolor animatemotion animatetransform animation audio color-profile cursor
definition-src discard feimage filter flowref flowtref font-face-uri foreignobject glyphref handler hatch
hatchpath iframe image lineargradient link mesh meshgradient mpath pattern prefetch radialgradient
script set solidcolor source subimageref textpath track tref use video
)"};
  return words.have(element);
}

bool holds_address(std::string_view attribute) {
  static const Words words{R"(
action archive background cite classid code codebase data formaction href imagesrcset longdesc manifest
object ping poster profile src srcset usemap
)"};
  return words.have(attribute);
}

bool holds_css(std::string_view attribute) {
  static const Words words{"style begin by dur end from keytimes to values"};
  return words.have(attribute) || properties().have(attribute);
}

}  // namespace stripmeta::verify
