"""The worst rule files and facts, to the real program: an exit code and lines of Dutch, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PARTNER = "soort: partner\npartner: p\nnaam: P\ngroep: overig\ngeldig_vanaf: 2026-01-01\n"
RULE = """regels:
  - id: r
    uitsluiting: CONDITION
    bij_onbekend: alarmeren
    uitleg: U
    bron: {document: D}
"""
SIMPLE = RULE.replace("CONDITION", "{te_water: ja}")
ON_DAY_ONE = "    voorbeelden: [{bij: {te_water: ja}, op: 0001-01-01 00:00, dan: uitgesloten}]\n"

RULES = {
    "random bytes": bytes(range(256)) * 40,
    "ten megabytes": b"- a\n" * 2_500_000,
    "deep": (PARTNER + RULE.replace("CONDITION", "{niet: " * 5000)).encode(),
    "a value of a megabyte": (PARTNER + "bericht: " + "{" * 900_000).encode(),
    "a name of a megabyte": (PARTNER + "x" * 900_000 + ": y").encode(),
    "many unknown keys": (PARTNER + "".join(f"sleutel{n}: x\n" for n in range(2_000))).encode(),
    "many empty rules": (PARTNER + "regels: [" + "{}, " * 5_000 + "{}]").encode(),
    "many equal rules": (PARTNER + "regels:\n" + SIMPLE.removeprefix("regels:\n") * 500).encode(),
    "steering characters": (PARTNER + '"\\u001b[2J": x\n').encode(),
    "newlines in a key": (PARTNER + '"a\\nb": x\n').encode(),
    "format string": (PARTNER + 'bericht: "{0.__class__} {tijd!r} {gemeente:>999999999}"\n').encode(),
    "day one": (PARTNER + SIMPLE + ON_DAY_ONE).encode(),
    "half a character": PARTNER.encode() + b"bericht: \xc3",
    "alias bomb": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
}  # fmt: skip


def assert_clean(text: str) -> None:
    assert "Traceback" not in text
    for line in text.splitlines():
        assert line.isprintable()
        assert len(line) < 1000


@pytest.mark.parametrize("data", RULES.values(), ids=RULES)
def test_a_hostile_rule_file_is_refused_in_lines(mka, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "regels").mkdir()
    (tmp_path / "regels" / "a.yaml").write_bytes(data)
    checked = mka("rules", "check", "regels/a.yaml")
    assert checked.returncode in (1, 2), checked
    assert checked.stderr == ""
    assert all(line.startswith("regels/a.yaml") for line in checked.stdout.splitlines()[:-1])
    assert_clean(checked.stdout)
    decided = mka("decide", "--rules", "regels", "--facts", "-", input="{}")
    assert decided.returncode == 2, decided
    assert decided.stdout == ""
    assert decided.stderr.startswith("regels/a.yaml")
    assert_clean(decided.stderr)


@pytest.mark.parametrize(
    "data",
    [b"\x00" * 100, b"x" * 10_000_000, b'{"a":' * 100_000, b"\xff", b"- " * 9000],
    ids=lambda data: ascii(data[:6]),
)  # fmt: skip
def test_hostile_facts_are_refused_in_lines(mka, data: bytes) -> None:
    decided = mka("decide", "--facts", "-", input=data.decode("latin-1"), encoding="latin-1")
    assert decided.returncode == 2, decided
    assert decided.stdout == ""
    assert decided.stderr.startswith("<standaardinvoer>")
    assert_clean(decided.stderr.encode("latin-1").decode())


def test_a_file_name_cannot_steer_the_terminal(mka, tmp_path: Path) -> None:
    (tmp_path / "regels").mkdir()
    for name in (b"\x1b[2Ja\n.yaml", b"\xff.yaml"):
        (tmp_path / "regels" / os.fsdecode(name)).write_text(PARTNER + "x: y\n", encoding="utf-8")
    for done in (
        mka("rules", "check", "regels"),
        mka("decide", "--rules", "regels", "--facts", "-", input="{}"),
    ):
        assert done.returncode in (1, 2), done
        assert_clean(done.stdout + done.stderr)
        assert "onbekende sleutel" in done.stdout + done.stderr
