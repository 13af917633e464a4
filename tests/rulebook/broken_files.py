"""The broken rule files in `fixtures/fout` and what must be said of them, in one golden text.

The golden text changes only by hand or by this command, and the change is read before it is committed:

    python tests/rulebook/broken_files.py
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from mka_assist.rulebook.checking import check_paths

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "fout"
GOLDEN = ROOT / "tests" / "messages" / "fout.golden.txt"
HEADER = """\
# Elk gebroken regelbestand in fixtures/fout met de meldingen van `mka-assist rules check`.
# Een map onder mappen/ wordt als geheel gecontroleerd.
# Bijwerken: python tests/rulebook/broken_files.py (en lees daarna wat er veranderde).
"""


def cases() -> list[str]:
    """Every path to check: single files, files of a region, and folders as a whole."""
    single = [*FOLDER.glob("*.yaml"), *FOLDER.glob("met-landelijk/regio/*.yaml"), *FOLDER.glob("mappen/*")]
    return sorted(path.relative_to(FOLDER).as_posix() for path in single)


def said_of(case: str) -> list[str]:
    """The lines of `rules check` on a path, told from within `fixtures/fout`."""
    with contextlib.chdir(FOLDER):
        return [str(finding) for finding in check_paths((Path(case),)).findings]


def golden() -> dict[str, list[str]]:
    """The expected lines of every case."""
    expected: dict[str, list[str]] = {}
    case = ""
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            expected[case].append(line[2:])
        elif line and not line.startswith("#"):
            case = line
            assert case not in expected, f"{case} staat twee keer in {GOLDEN.name}"
            expected[case] = []
    return expected


def main() -> None:
    """Write the golden text anew."""
    blocks = ("\n".join((case, *(f"  {line}" for line in said_of(case)))) for case in cases())
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(HEADER + "\n" + "\n\n".join(blocks) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
