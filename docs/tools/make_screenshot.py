"""Make the pictures of the console: made-up calls, played by keys on a standing clock.

    python docs/tools/make_screenshot.py [FOLDER]

Without a folder the set in docs/schermen and the picture of the README are made anew.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from mka_assist.call.clock import ReplayClock
from mka_assist.console.app import ConsoleApp
from mka_assist.console.desk import Desk
from mka_assist.console.themes import DARK, LIGHT, MONOCHROME, Palette
from mka_assist.console.widgets import Look
from mka_assist.decision.decide import Decider
from mka_assist.instruction.loading import load_instruction
from mka_assist.journal.store import Journal
from mka_assist.paths import rules_dir
from mka_assist.rulebook.loading import load_rulebook

START = dt.datetime(2026, 11, 23, 13, 31, 58, tzinfo=dt.UTC)
SMALL, ROOMY, WIDE = (80, 24), (120, 40), (200, 60)
RECOGNISED = ("n", "+3", "n", "+4", "space", "+4.1", "space", "+8.6")
ALARMED = ("n", "+3", "n", "+7", "n", "+4", "f2", "+1", "f2", "+4")
INSTRUCTED = (*ALARMED, "f5", "+6", "j", "+5", "j", "+4", "j", "+5", "j", "+6", "c", "+2", "j", "+28")
SOON = (*INSTRUCTED, "3", "+2", "n", "4", "+2", "j", "+3", "9", "+2", "n", "+26")
ON_SCENE = (*SOON, "+170", "f3", "+2", "2", "+2", "2", "+31", "f4", "+2", "8", "enter", "+3")
CLOSED = (*ON_SCENE, "+60", "f7", "+1", "f7", "+9", "f10", "+1", "f10")


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: the region, the size, and the keys of the call; "+3" lets three seconds pass."""

    keys: tuple[str, ...]
    size: tuple[int, int] = ROOMY
    region: str = "voorbeeld-stad"
    theme: Palette = DARK


SCENES: Mapping[str, Scene] = {
    "1-herkennen": Scene(RECOGNISED),
    "2-alarm-klaar": Scene((*ALARMED[:-3],), SMALL),
    "3-instructie": Scene(SOON),
    "4-instructie-klein": Scene(SOON, SMALL),
    "5-te-laat-bekend": Scene((*SOON, "3", "+1", "j", "+4"), region="voorbeeld-kust"),
    "6-waarom": Scene((*SOON, "v"), theme=LIGHT),
    "7-drukte": Scene(ON_SCENE, WIDE),
    "8-samenvatting": Scene(CLOSED, SMALL, theme=MONOCHROME),
}
"""The set in the handbook, in the order of a call."""
README = "3-instructie"
DOCS = Path(__file__).parents[1]
FOLDER, TARGET = DOCS / "schermen", DOCS / "schermafbeelding.svg"


async def picture(scene: Scene) -> str:
    """The screen as SVG, with nothing in it that has to be fetched."""
    with TemporaryDirectory() as folder:
        clock = ReplayClock(START)
        decider = Decider(load_rulebook(rules_dir(), scene.region))
        with Journal.open(Path(folder) / "journaal.sqlite3") as journal:
            desk = Desk(journal, clock, decider, caller_instruction=load_instruction(rules_dir()))
            app = ConsoleApp(desk, look=Look(scene.theme))
            async with app.run_test(size=scene.size) as pilot:
                for key in scene.keys:
                    if key.startswith("+"):
                        clock.advance(float(key))
                    else:
                        clock.advance(0.3)  # nobody presses sooner after a question changed
                        await pilot.press(key)
                        while app._settling.waiting:  # the second press of a key is done a moment later
                            await pilot.pause(0.01)
                app.tick()
                await pilot.pause()
                svg = app.export_screenshot(title="mka-assist console")
        decider.close()
    if "heeft&#160;een&#160;fout" in svg:
        raise RuntimeError("There is a mistake in the screen.")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+-", "terminal-", svg)


def main(folder: Path = FOLDER, target: Path = TARGET) -> None:
    folder.mkdir(exist_ok=True)
    for name, scene in SCENES.items():
        svg = asyncio.run(picture(scene))
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
        if name == README:
            target.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:]:
        main(Path(sys.argv[1]), Path(sys.argv[1]) / TARGET.name)
    else:
        main()
