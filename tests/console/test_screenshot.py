"""The pictures in the docs are made from calls that are really played."""

from __future__ import annotations

import asyncio
import runpy
from pathlib import Path

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "tools" / "make_screenshot.py"))
TEXTS = {
    "1-herkennen": ("Ademt de patiënt normaal?", "8,0 s of meer: NIET NORMAAL", "[Spatie]"),
    "2-alarm-klaar": ("NOGMAALS F2", "wacht op ambulance"),
    "3-instructie": ("MELDERSINSTRUCTIE", "wissel over", "HartslagNu", "F10"),
    "4-instructie-klein": ("wissel over", "Volwassene", "gealarmeerd"),
    "5-te-laat-bekend": ("VEILIGHEID", "NU UITGESLOTEN"),
    "6-waarom": ("WAAROM DEZE VRAAG", "Wordt alarmeren als"),
    "7-drukte": ("DRUKTE: 8 ter plaatse", "U coacht via de luidspreker", "Bericht:"),
    "8-samenvatting": ("SAMENVATTING", "RITFORMULIER"),
}


def test_every_scene_is_looked_at() -> None:
    assert set(SCRIPT["SCENES"]) == set(TEXTS)
    assert all((SCRIPT["FOLDER"] / f"{name}.svg").exists() for name in TEXTS)
    assert SCRIPT["TARGET"].exists()


@pytest.mark.parametrize("name", TEXTS)
def test_the_picture_is_whole_and_fetches_nothing(name) -> None:
    svg = asyncio.run(SCRIPT["picture"](SCRIPT["SCENES"][name])).replace("&#160;", " ")
    for text in ("OEFENING", "VOORBEELD", *TEXTS[name]):
        assert text in svg
    assert "url(" not in svg.replace("url(#", "")
    assert len(svg) < 150_000
