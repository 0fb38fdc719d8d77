"""The SVGs that the tests make: as editors write them, and what is hard about cutting them."""

import base64
from typing import Iterator
from urllib.parse import quote

import base
import jpeg
import tiff
from image import Image
from jpeg import APP1, segment

XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
SIZE = 'width="64" height="48" viewBox="0 0 64 48"'
SHAPES = '<rect width="40" height="30" fill="#2a7"/><circle cx="40" cy="25" r="15" fill="#a27"/>'
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<rdf:Description rdf:about=""><dc:creator>Jane Owner</dc:creator><dc:date>2024-05-06</dc:date></rdf:Description>'
    "</rdf:RDF>"
)

_images: list[Image] = []


def _add(name: str, text: str, *shows: str, encoding: str = "utf-8", refused: bool = False) -> None:
    _images.append(Image("svg_" + name, lambda: text.encode(encoding), shows, (), refused, "svg"))


def made() -> Iterator[Image]:
    return iter(_images)


def _svg(content: str = SHAPES, attributes: str = "") -> str:
    return f"<svg {XMLNS} {SIZE}{' ' if attributes else ''}{attributes}>{content}</svg>\n"


# --- as editors write them

_add(
    "inkscape",
    f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->

<svg
   xmlns:dc="http://purl.org/dc/elements/1.1/"
   xmlns:cc="http://creativecommons.org/ns#"
   xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
   xmlns:svg="http://www.w3.org/2000/svg"
   {XMLNS}
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
   {SIZE}
   version="1.1"
   id="svg8"
   inkscape:version="1.2.2 (b0a8486541, 2022-12-01)"
   sodipodi:docname="secret.svg"
   inkscape:export-filename="/home/jane/secret.png">
  <sodipodi:namedview id="base" pagecolor="#ffffff" inkscape:zoom="1.4">
    <inkscape:grid type="xygrid" id="grid1" />
  </sodipodi:namedview>
  <defs id="defs2"><inkscape:path-effect effect="spiro" id="path-effect1" /></defs>
  <metadata id="metadata5">
    <rdf:RDF><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format><dc:creator><cc:Agent>
      <dc:title>Jane Owner</dc:title></cc:Agent></dc:creator></cc:Work></rdf:RDF>
  </metadata>
  <g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1">
    <svg:rect width="40" height="30" style="fill:#22aa77;-inkscape-stroke:none" id="rect1" sodipodi:nodetypes="cc" />
    <path d="M 5,5 60,40 5,40 Z" sodipodi:type="spiral" inkscape:connector-curvature="0" fill="#a27"/>
  </g>
</svg>
""",
    "XMP-cc:WorkCreatorAgentTitle",
    "SVG-inkscape:Export-filename",
)

_ILLUSTRATOR = f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 16.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
	<!-- private -->
	<!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">
	<!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
	<!ENTITY ns_graphs "http://ns.adobe.com/Graphs/1.0/">
	<!ENTITY ns_svg "http://www.w3.org/2000/svg">
	<!ENTITY ns_xlink "http://www.w3.org/1999/xlink">
	<!ENTITY ns_sfw "http://ns.adobe.com/SaveForWeb/1.0/">
	<!ENTITY st0 "fill:#22AA77;">
	<!ENTITY st1 "&st0;stroke:#AA2277;stroke-width:3;">
]>
<svg version="1.1" xmlns:x="&ns_extend;" xmlns:i="&ns_ai;" xmlns:graph="&ns_graphs;" xmlns="&ns_svg;"
	 xmlns:xlink="&ns_xlink;" {SIZE} i:viewOrigin="1 2" i:rulerOrigin="0 0" xml:space="preserve">
<metadata><sfw xmlns="&ns_sfw;"><slices></slices><sliceSourceBounds y="0" x="0"/></sfw></metadata>
<switch>
	<foreignObject requiredExtensions="&ns_ai;" x="0" y="0" width="1" height="1">
		<i:pgfRef xlink:href="#adobe_illustrator_pgf"></i:pgfRef>
	</foreignObject>
	<g i:extraneous="self">
		<rect style="&st0;" width="30" height="30"/><circle style="&st1;" cx="40" cy="25" r="15" i:knockout="Off"/>
	</g>
</switch>
<i:pgf id="adobe_illustrator_pgf"><![CDATA[ eJzsvWmTHTd2IPoL8j/k/dAx5jjr0g= ]]></i:pgf>
</svg>
"""
_add("illustrator_entities", _ILLUSTRATOR)
_add(
    "illustrator_css",
    f"""<?xml version="1.0" encoding="iso-8859-1"?>
<!-- Generator: Adobe Illustrator 27.0.0 -->
<svg version="1.1" id="Layer_1" {XMLNS} {XLINK} x="0px" y="0px" {SIZE} xml:space="preserve">
<style type="text/css"><!-- kept -->
	.st0{{fill:#22AA77;}}
	<![CDATA[ g > .st1{{fill:#AA2277;}} ]]>
</style>
<g data-name="Layer 1"><rect class="st0" width="30" height="30"/><circle class="st1" cx="40" cy="25" r="15"/></g>
<title>Ünïcode</title>
</svg>
""",
    encoding="iso-8859-1",
)
_add(
    "sketch",
    f"""<?xml version="1.0" encoding="UTF-8"?>
<svg {SIZE} version="1.1" {XMLNS} {XLINK} xmlns:sketch="http://www.bohemiancoding.com/sketch/ns">
    <!-- Generator: Sketch 3.0.3 (7891) - http://www.bohemiancoding.com/sketch -->
    <title>icon</title>
    <desc>Created with Sketch.</desc>
    <defs><rect id="a" width="30" height="30"/></defs>
    <g id="Page-1" fill="none" sketch:type="MSPage"><use fill="#2A7" xlink:href="#a" sketch:type="MSShapeGroup"/></g>
</svg>
""",
)
_add(
    "figma",
    f'<svg {SIZE} fill="none" {XMLNS} xmlns:figma="http://www.figma.com/figma/ns" figma:node-id="1:2">'
    f'<g clip-path="url(#clip0_1_2)" figma:name="Frame 1">{SHAPES}</g>'
    '<defs><clipPath id="clip0_1_2"><rect width="50" height="40" fill="white"/></clipPath></defs></svg>',
)
_add(
    "affinity",
    f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg {SIZE} version="1.1" {XMLNS} {XLINK} xml:space="preserve" xmlns:serif="http://www.serif.com/"
 style="fill-rule:evenodd;"><g id="Ebene1" serif:id="Ebene 1">{SHAPES}</g></svg>""",
)
_add(
    "coreldraw",
    f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- Creator: CorelDRAW 2019 (64 Bit) -->
<svg {XMLNS} xml:space="preserve" {SIZE} version="1.1" {XLINK} xmlns:xodm="http://www.corel.com/coreldraw/odm/2003">
 <defs><style type="text/css"><![CDATA[ .fil0 {{fill:#2A7}} ]]></style></defs>
 <g id="Layer_x0020_1"><metadata id="CorelCorpID_0Corel-Layer"/><rect class="fil0" width="30" height="30"/></g>
</svg>""",
)
_add(
    "boxy",
    _svg(
        '<defs><bx:export><bx:file format="svg" path="/home/jane/a.svg"/></bx:export></defs>'
        + SHAPES.replace("<rect", '<rect bx:shape="rect 0 0 1 1"'),
        'xmlns:bx="https://boxy-svg.com"',
    ),
)
_add(
    "diagrams_net",
    _svg(SHAPES, 'content="&lt;mxfile host=&quot;a&quot; agent=&quot;Mozilla&quot;&gt;x&lt;/mxfile&gt;" host="a" agent="b"'),
)

# --- metadata wherever they may stand

_add("metadata_rdf", _svg(f"<metadata>{RDF}</metadata>{SHAPES}"), "XMP-dc:Creator")
_add(
    "xmp_packet",
    _svg(f'<metadata><?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">{RDF}</x:xmpmeta>'
         f'<?xpacket end="w"?></metadata>{SHAPES}'),
    "XMP-dc:Creator",
)  # fmt: skip
_add("rdf_outside_of_metadata", _svg(RDF + SHAPES))
_add("unknown_namespace", _svg('<a:b xmlns:a="urn:a"><a:c>private</a:c></a:b><g xmlns:a="urn:a" a:d="e">' + SHAPES + "</g>"))
_add("comments_everywhere", "<!--a--><!DOCTYPE svg [<!--b--><?c?>]><?d?>" + _svg(f"<!--e-->{SHAPES}<?f g?>") + "<!--h-->")
_add("prefixed_root", f'<s:svg xmlns:s="http://www.w3.org/2000/svg" {SIZE}><s:metadata>a</s:metadata><s:rect width="9" height="9"/></s:svg>')
_add("byte_order_mark", "\ufeff" + _svg("<!--a-->" + SHAPES))
_add("crlf", _svg("\r\n<!--a-->\r\n<metadata/>\r\n" + SHAPES))
_add("text_around_a_comment", _svg('<text y="20" xml:space="preserve">a <!--b-->&lt; <tspan>c</tspan><!--d--> e</text>'))
_add("foreign_object", _svg(
    '<foreignObject width="64" height="48"><div xmlns="http://www.w3.org/1999/xhtml"><meta name="author" content="Jane"/>'
    '<!--a--><p>text <o:p xmlns:o="urn:o">shown</o:p></p></div></foreignObject>'))  # fmt: skip
_add("scripts", _svg(f'<script><![CDATA[ if (1 < 2) {{ /* a */ }} ]]></script><g onclick="a()">{SHAPES}</g><!--b-->'))
_add("links", _svg(f'<a href="file:///home/jane/a.svg">{SHAPES}</a><g xml:base="/home" data-path="b"/>'))

# --- embedded files


def _uri(data: bytes, media: str = "image/jpeg") -> str:
    return f"data:{media};base64,{base64.b64encode(data).decode()}"


def _photo() -> bytes:
    return jpeg.after_jfif(base.jpeg(), segment(APP1, tiff.exif(tiff.camera())))


def _picture(uri: str) -> str:
    return f'<image width="64" height="48" xlink:href="{uri}"/>'


def _later(name: str, make) -> None:
    """One that needs cjpeg."""
    _images.append(Image("svg_" + name, lambda: make().encode(), (), (), False, "svg"))


def _lines(uri: str) -> str:
    return "&#10;".join(uri[at : at + 76] for at in range(0, len(uri), 76))


def _nested(levels: int) -> str:
    text = _svg(_picture(_uri(_photo())), XLINK)
    for _ in range(levels):
        text = _svg("<!--a-->" + _picture(_uri(text.encode(), "image/svg+xml")), XLINK)
    return text


_later("jpeg_with_position", lambda: _svg(_picture(_uri(_photo())), XLINK))
_later("jpeg_in_lines", lambda: _svg(_picture(_lines(_uri(_photo()))), XLINK))
_later("jpeg_clean", lambda: _svg("<!--a-->" + _picture(_uri(base.jpeg())), XLINK))
_later("jpeg_in_style", lambda: _svg(
    f"<style>foreignObject div {{ width: 64px; height: 48px; background: url({_uri(_photo())}); }}</style>"
    '<foreignObject width="64" height="48"><div xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'))  # fmt: skip
_later("jpeg_in_filter", lambda: _svg(
    f'<filter id="a"><feImage href="{_uri(_photo())}"/></filter><rect filter="url(#a)" width="64" height="48"/>'))  # fmt: skip
_later("svg_in_svg", lambda: _nested(1))
_later("svg_in_svg_in_svg", lambda: _nested(2))
_add("svg_percent_encoded", _svg(_picture("data:image/svg+xml," + quote(_svg("<!--a-->" + SHAPES))), XLINK))

# --- refused

_add("refused_external_entity", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + _svg("<text>&a;</text>"), refused=True)
_add("refused_entity_with_markup", '<!DOCTYPE svg [<!ENTITY a "<metadata>b</metadata>">]>' + _svg("&a;"), refused=True)
_add("refused_undeclared_prefix", _svg('<g inkscape:label="a"/>'), refused=True)
_add("refused_utf_16", "\ufeff" + _svg(), encoding="utf-16-le", refused=True)
_add("refused_html", "<!DOCTYPE html><html><body>" + _svg() + "</body></html>", refused=True)
_add("refused_cut_off", _svg()[:-9], refused=True)
_add("refused_embedded_bmp", _svg(_picture(_uri(b"BM" + bytes(60), "image/bmp")), XLINK), refused=True)
_add("refused_bomb", "<!DOCTYPE svg [<!ENTITY a0 'xxxxxxxxxx'>" + "".join(
    f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(1, 40)) + "]>" + _svg('<g style="&a39;"/>'), refused=True)  # fmt: skip
