"""Images for the soak, good and bad, and what the command line makes of each: generated ones, and a corpus of real JPEGs
where there is one.
"""

import dataclasses
import os
import pathlib
import subprocess

import jpeg_images
from function_server import CLI, PATIENCE, PLAIN, photo

CORPUS = pathlib.Path(
    os.environ.get("STRIPMETA_CORPUS") or pathlib.Path(__file__).resolve().parents[4] / "shared/corpus"
)
MOST_OF_CORPUS = 2 << 20  # bytes of a file that is taken
LARGE = [size << 20 for size in (9, 10, 17)]
BAD = {
    "text": b"no image",
    "empty": b"",
    "cut": PLAIN[:-2],
    "head": PLAIN[:100],
    "large-cut": photo(scan=9 << 20)[: 9 << 20],
}


@dataclasses.dataclass(frozen=True)
class Image:
    name: str
    source: pathlib.Path
    clean: pathlib.Path  # does not exist if the image is refused

    @property
    def is_good(self) -> bool:
        return self.clean.exists()

    @property
    def is_large(self) -> bool:
        return self.source.stat().st_size > 8 << 20


class Stock:
    def __init__(self, folder: pathlib.Path):
        sources, cleans = folder / "source", folder / "clean"
        sources.mkdir()
        names = []
        for name, data in self._all():
            names.append(name)
            (sources / f"{name}.jpg").write_bytes(data)
        command = [CLI, "strip", "--strict", *sorted(sources.iterdir()), "-o", f"{cleans}/"]
        done = subprocess.run(command, capture_output=True, timeout=10 * PATIENCE, check=False)
        assert done.returncode == 1, done.stderr  # some are refused, and nothing else went wrong
        images = [Image(name, sources / f"{name}.jpg", cleans / f"{name}.jpg") for name in names]
        self.good = [image for image in images if image.is_good and not image.is_large]
        self.large = [image for image in images if image.is_good and image.is_large]
        self.bad = [image for image in images if not image.is_good]
        assert {image.name for image in self.bad} >= set(BAD)
        assert len(self.large) == len(LARGE)

    def _all(self):
        yield from BAD.items()
        yield from ((image.name, image.make()) for image in jpeg_images.made())
        yield from ((f"large-{size}", photo(scan=size)) for size in LARGE)
        for number, path in enumerate(sorted(CORPUS.rglob("*"))):
            if path.suffix.lower() in (".jpg", ".jpeg") and path.stat().st_size <= MOST_OF_CORPUS:
                yield f"corpus-{number}", path.read_bytes()
