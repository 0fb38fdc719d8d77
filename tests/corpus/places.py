"""Where the real files are: STRIPMETA_CORPUS, else `../shared/corpus` beside the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = Path(os.environ.get("STRIPMETA_CORPUS") or ROOT.parent / "shared" / "corpus")


def corpus_files() -> list[Path]:
    """Every JPEG that the corpus's index lists (columns: sha256, bytes, format, corpus, path); empty without a corpus."""
    index = CORPUS / "INDEX.tsv"
    rows = [line.split("\t") for line in index.read_text().splitlines()[1:]] if index.is_file() else []
    return [CORPUS / row[4] for row in rows if row[2] == "jpg"]
