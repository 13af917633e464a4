"""The picture in the README is made from a call that is really played."""

from __future__ import annotations

import runpy
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "docs" / "tools" / "make_screenshot.py"


def test_the_picture_is_whole_and_fetches_nothing(tmp_path) -> None:
    script = runpy.run_path(str(SCRIPT))
    target = tmp_path / "beeld.svg"
    script["main"](target)
    svg = target.read_text(encoding="utf-8").replace("&#160;", " ")
    for text in ("OEFENING", "VOORBEELD", "DRUKTE: 8 ter plaatse", "HartslagNu", "F10"):
        assert text in svg
    assert "url(" not in svg.replace("url(#", "")
    assert script["TARGET"].exists()
