"""Every broken rule file gets exactly the line that the golden text promises; every code is shown."""

from __future__ import annotations

import re

import pytest
from broken_files import FOLDER, GOLDEN, ROOT, cases, golden, said_of

ELSEWHERE = {
    "B002": "needs a file without read permission",
    "B003": "needs a file over 1 MB",
    "B005": "a folder where a file is asked for: `decide --facts`",
    "B006": "needs a pipe or a device",
    "B010": "an unknown region is asked for on the command line",
    "B015": "a folder without national rules cannot decide",
    "R064": "needs the date of today",
    "Y019": "needs more than 50,000 values",
    "Y099": "the last resort: no text is known that leads to it",
}
"""Codes that no small file can show. Tests of the source, of loading and of the check have them."""

EXPECTED = golden()
PLACE = re.compile(r"([^:]+)(?::(\d+):(\d+))?: (fout|waarschuwing) ([A-Z]\d{3}): (.+)")


def test_every_broken_file_has_its_lines_and_every_line_its_file() -> None:
    assert cases() == sorted(EXPECTED), f"see {GOLDEN.name} for how to add or remove a case"


@pytest.mark.parametrize("case", cases())
def test_a_broken_file_is_told_as_promised(case: str) -> None:
    assert said_of(case) == EXPECTED[case]


@pytest.mark.parametrize("case", cases())
def test_one_mistake_gives_one_finding_inside_the_file(case: str) -> None:
    assert len(EXPECTED[case]) == 1
    found = PLACE.fullmatch(EXPECTED[case][0])
    assert found, EXPECTED[case]
    file, line, column = found[1], int(found[2] or 0), int(found[3] or 0)
    assert file.startswith(case)
    if line:
        lines = (FOLDER / file).read_bytes().decode("utf-8", "replace").splitlines()
        assert 1 <= column <= len(lines[line - 1]) + 1


def test_every_code_is_shown_by_a_broken_file() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "mka_assist" / "rulebook").glob("*.py")]
    known = set(re.findall(r'"([BFRVY]\d{3})"', "".join(sources)))
    shown = {found[5] for lines in EXPECTED.values() for line in lines if (found := PLACE.fullmatch(line))}
    assert known - shown == set(ELSEWHERE)


def test_the_expected_files_of_a_region_are_without_findings() -> None:
    assert said_of("met-landelijk/landelijk") == []
