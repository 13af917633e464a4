"""Writing a fixture file in a test, and replaying it in the same process."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mka_assist.paths import rules_dir
from mka_assist.replay.run import replay_files

Write = Callable[..., Path]
Replay = Callable[..., tuple[int, dict[str, Any]]]

PLAIN = """\
soort: melding
melding: {id}
titel: Een proefmelding
bron: {{geval: K02, naam: proef, aangevuld: alles}}
{region}begin: 2026-03-02 14:00
stappen:
{steps}
{expected}"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a fixture from its steps and expectations, one text each."""

    def written(*steps: str, expect: tuple[str, ...] = (), region: str = "", id: str = "proef") -> Path:
        text = PLAIN.format(
            id=id,
            region=f"regio: {region}\n" if region else "",
            steps="\n".join(f"  - {step}" for step in steps),
            expected="".join(["verwacht:\n", *(f"  - {entry}\n" for entry in expect)]) if expect else "",
        )
        path = tmp_path / f"{id}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def replay() -> Replay:
    """The exit code and the JSON of a replay."""

    def replayed(*paths: Path) -> tuple[int, dict[str, Any]]:
        out = io.StringIO()
        code = replay_files(paths, rules_dir(), 0, "json", out)
        return code, json.loads(out.getvalue())

    return replayed
