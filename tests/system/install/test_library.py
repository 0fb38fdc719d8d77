"""That the code of docs/library.md is a program, and does what the text says."""

import re
from pathlib import Path

from project import PROGRAM, ROOT, build_by_pkg_config, run

# What the document leaves to the reader: to call it. Prints a line for each thing that the text promises.
MAIN = r"""
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

int main(int, char** words) {
  std::ifstream file{words[1], std::ios::binary};
  const std::vector<char> read{std::istreambuf_iterator<char>{file}, {}};
  const auto image = std::as_bytes(std::span{read});
  const auto cleaned = clean(image, {});
  std::ofstream{words[2], std::ios::binary}.write(reinterpret_cast<const char*>(cleaned->data()),
                                                  static_cast<std::streamsize>(cleaned->size()));
  std::cout << canonical(for_the_archive()) << '\n' << canonical(the_same()) << '\n';
  const auto before = judge(image), after = judge(*cleaned);
  std::cout << before->clean() << after->clean() << tells_where(*before) << tells_where(*after) << '\n';
  Bytes verified;
  const auto report = strip_verified(image, verified);
  std::cout << (report.has_value() && verified == *cleaned) << '\n';
  const auto exif = exif_of(image);
  std::cout << (std::ranges::search(image, exif).begin() != image.end() && !exif.empty()) << '\n';
  const auto cut = judge(image.first(300)), none = judge(std::as_bytes(std::span{"no image"}));
  std::cout << is_worth_another_try(cut.error()) << is_worth_another_try(none.error()) << '\n';
}
"""


def test_the_code_of_the_document(images: list[Path], prefix: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"^```cpp\n(.*?)^```$", (ROOT / "docs/library.md").read_text(), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 6
    (tmp_path / "main.cpp").write_text("".join(blocks) + MAIN)
    program = build_by_pkg_config(tmp_path, prefix / "lib", tmp_path / "program")
    (photo,) = (image for image in images if image.suffix == ".jpg")
    ours, theirs = tmp_path / "ours.jpg", tmp_path / "theirs.jpg"
    said = run(program, photo, theirs).stdout.splitlines()
    run(PROGRAM, "strip", photo, "-o", ours)
    assert theirs.read_bytes() == ours.read_bytes()
    assert said[0] == said[1] == "archive;keep=gainmap;remove=density;strict=0"
    assert said[2:] == ["0110", "1", "1", "10"]
