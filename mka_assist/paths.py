"""Where to find what comes with the program: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _shipped(name: str) -> Path:
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def rules_dir() -> Path:
    """The folder with the rules that come with the program (`landelijk/` and `regio/`)."""
    return _shipped("rules")


def fixtures_dir() -> Path:
    """The folder with the calls and the deliberately broken rule files that come with the program."""
    return _shipped("fixtures")
