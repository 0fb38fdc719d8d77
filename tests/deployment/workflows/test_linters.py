"""checkov on stacks, Dockerfile and workflows: each check that is left out has its reason. And hadolint."""

import json
import re
from collections.abc import Iterator

import pytest
import yaml

import project
from project import ROOT

CONFIG = ROOT / ".checkov.yaml"
CHECKOV = ROOT / "build/checkov/bin/checkov"


def test_hadolint_is_content(tools) -> None:
    project.run(tools / "hadolint", ROOT / "docker/Dockerfile")


def test_each_check_that_is_left_out_has_its_reason() -> None:
    lines = CONFIG.read_text().splitlines()
    left_out = [number for number, line in enumerate(lines) if re.match(r"\s+- CKV", line)]
    assert left_out
    for number in left_out:
        above = lines[number - 1].strip()
        assert above.startswith("# ") and len(above) > 20, f"{lines[number].strip()} has no reason above it"


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What checkov finds with no check left out, by check. Run elsewhere, or it would take the configuration by itself."""
    config = yaml.safe_load(CONFIG.read_text())
    words = [word for name in config["directory"] for word in ("-d", str(ROOT / name))]
    words += [word for name in config["framework"] for word in ("--framework", name)]
    folder = tmp_path_factory.mktemp("checkov")
    done = project.run(CHECKOV, *words, "--skip-download", "--quiet", "-o", "json", check=False, cwd=folder)
    found: dict[str, list[str]] = {}
    for report in documents(done.stdout):
        assert report["summary"]["parsing_errors"] == 0
        for check in report["results"]["failed_checks"]:
            place = f"{check['check_name']}: {check['file_path']} {check['resource']}"
            found.setdefault(check["check_id"], []).append(place)
    return found


def documents(text: str) -> Iterator[dict]:
    """checkov prints one document for each folder, and a list if it looked with more than one framework."""
    decoder = json.JSONDecoder()
    while text := text.lstrip():
        document, end = decoder.raw_decode(text)
        text = text[end:]
        yield from (one for one in (document if isinstance(document, list) else [document]) if "results" in one)


def test_checkov_finds_nothing_but_what_is_left_out(failed: dict[str, list[str]]) -> None:
    left_out = set(yaml.safe_load(CONFIG.read_text())["skip-check"])
    assert {check: places for check, places in failed.items() if check not in left_out} == {}


def test_no_check_is_left_out_for_nothing(failed: dict[str, list[str]]) -> None:
    assert set(yaml.safe_load(CONFIG.read_text())["skip-check"]) - set(failed) == set()
