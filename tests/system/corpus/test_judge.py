"""The judge is judged: programs that are known to leave things, or to break pictures, must be found out."""

import shutil

import chromium
import formats
import judge
import pytest

# Each is what `stripmeta strip --json IN -o OUT` would be if it did as that tool does; `check` always says clean.
_FAKES = {
    "copy": ":",
    "jhead": 'jhead -q -purejpg "$out" >/dev/null',
    "exiftool": 'exiftool -q -q -m -all= -overwrite_original "$out"',
    "adds": 'printf more >>"$out"',
    "refuses_with_output": "exit 1",
}
_CASES = [
    ("copy", "exif_gps_thumbnail_note", "left: "),
    ("copy", "every_app_unknown", "a segment E3"),
    ("copy", "fill_bytes", "fill at byte"),
    ("jhead", "cmyk_adobe", "Adobe differs"),
    ("jhead", "ycck_adobe", "djpeg's picture differs"),
    ("jhead", "ycck_adobe", "Pillow's picture differs"),
    ("jhead", "motion_xiaomi", "trailer at byte"),
    ("exiftool", "orientation_6_little", "orientation differs"),
    ("exiftool", "icc_own", "ICC lost"),
    ("adds", "no_metadata", "not idempotent"),
    ("adds", "no_metadata", "trailer at byte"),
    ("refuses_with_output", "no_metadata", "refused, yet there is an output"),
    ("refuses_with_output", "no_metadata", "refused without naming a kind"),
]


@pytest.mark.parametrize("fake, image, fault", _CASES)
def test_a_bad_program_is_found_out(fake, image, fault, made, tmp_path):
    program = tmp_path / "stripmeta"
    program.write_text(
        '#!/usr/bin/env bash\n[[ $1 == strip ]] || exit 0\n[[ $2 != --json ]] || shift\nout=$4\n'
        f'cp -- "$2" "$out" && chmod u+w "$out"\n{_FAKES[fake]}\n'
    )
    program.chmod(0o755)
    source = tmp_path / "source.jpg"
    shutil.copy(made[image], source)
    (tmp_path / "out").mkdir()
    verdict = judge.judge(str(program), formats.ORACLES["jpg"], [source], tmp_path / "out")[source]
    assert verdict.outcome == "failed"
    assert any(fault in found for found in verdict.faults), verdict.faults


def test_chromium_tells_pictures_apart(made, tmp_path):
    """Wherever on the page they are, and however often they are there."""
    broken, copy = tmp_path / "broken.webp", tmp_path / "copy.webp"
    broken.write_bytes(made["webp_lossy"].read_bytes()[:40])
    shutil.copy(made["webp_lossy"], copy)
    first, nothing, second, again = chromium.pictures([made["webp_lossy"], broken, made["webp_alpha"], copy])
    assert nothing is None
    assert None is not first == again != second is not None
