"""Where the real files are: STRIPMETA_CORPUS, else `../shared/corpus` beside the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CORPUS = Path(os.environ.get("STRIPMETA_CORPUS") or ROOT.parent / "shared" / "corpus")


def corpus_files() -> dict[str, list[Path]]:
    """The files that the corpus's index lists (columns: sha256, bytes, format, corpus, path) by format; empty without one."""
    index = CORPUS / "INDEX.tsv"
    files: dict[str, list[Path]] = {}
    for line in index.read_text().splitlines()[1:] if index.is_file() else []:
        row = line.split("\t")
        files.setdefault(row[2], []).append(CORPUS / row[4])
    return files
