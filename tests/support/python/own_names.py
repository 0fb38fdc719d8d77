"""The names that a person puts into terraform/environments, in place of those that the repository comes with."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REPOSITORY, STATE_BUCKET = "acme/strip_image_metadata_stack", "acme-stripmeta-test-state"
PLACES = ("environments/*.tfvars", "environments/*.s3.tfbackend", "ci/environments/*.tfvars")


def fill_in(terraform: Path) -> None:
    """In a copy of the folder terraform."""
    for place in PLACES:
        for path in terraform.glob(place):
            path.write_text(path.read_text().replace('"example/', '"acme/').replace('"example-', '"acme-'))


def copy_scripts(folder: Path) -> Path:
    """The scripts and the stacks below `folder`, with names of one's own."""
    for name in ("scripts", "terraform"):
        ignored = shutil.ignore_patterns(".terraform", "__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)  # follows links
    fill_in(folder / "terraform")
    return folder
