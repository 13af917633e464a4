"""Whole outputs of the program, kept in files. After a wanted change: `MKA_GOLDEN=write pytest …`, and read
the difference before it is committed."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def assert_golden(name: str, text: str) -> None:
    """The text is what the file says."""
    file = FOLDER / name
    if os.environ.get("MKA_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
