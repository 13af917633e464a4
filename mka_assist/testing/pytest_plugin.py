"""Rule files and calls as pytest tests: each example and each expectation is an item with its own name.

Nothing of the program is loaded until a rule file is collected. Collected are YAML files under a folder named
`rules` or `meldingen`, and under the folder named with `--mka-regels` or `mka_regels` in the configuration:
rule files by their `soort`, and calls (`soort: melding`), which run on those rules.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle

    from mka_assist.rulebook.diagnostics import Finding, Place
    from mka_assist.testing.suite import Test

    Check = Callable[[], Finding | None]

_RULES_FOLDER, _CALLS_FOLDER = "rules", "meldingen"
_SORT = re.compile(r"^soort: *(partner|regelboek|regio|melding)\s*$", re.MULTILINE)
_HEAD = 4_000
"""The `soort` of a file stands at its beginning."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--mka-regels MAP`, and `mka_regels` in the configuration."""
    help = "map met regelbestanden van mka-assist; de voorbeelden daarin worden tests"
    parser.getgroup("mka-assist").addoption("--mka-regels", metavar="MAP", default=None, help=help)
    parser.addini("mka_regels", help, default="")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A rule file or a call; anything else is somebody else's."""
    if file_path.suffix.lower() not in (".yaml", ".yml"):
        return None
    named = _rules_named(parent.config)
    root = named if named and file_path.is_relative_to(named) else _folder(file_path, _RULES_FOLDER)
    if root is None and _CALLS_FOLDER not in file_path.parts:
        return None
    sort = _sort_of(file_path)
    if sort == "melding":
        return CallFile.from_parent(parent, path=file_path, rules=named or _rules_beside(parent.config))
    return RuleFile.from_parent(parent, path=file_path, rules=root) if sort and root else None


def _rules_named(config: pytest.Config) -> Path | None:
    """The folder of rules that the user names, as a whole path."""
    given, ini = config.getoption("--mka-regels"), str(config.getini("mka_regels"))
    if not given and not ini:
        return None
    path = Path(config.invocation_params.dir, given) if given else Path(config.rootpath, ini)
    return Path(os.path.abspath(path))  # noqa: PTH100  # pytest's own paths do not follow links either


def _rules_beside(config: pytest.Config) -> Path:
    """The rules that calls run on where none are named: those of the project, else those shipped."""
    from mka_assist.paths import rules_dir

    own = config.rootpath / _RULES_FOLDER
    return own if own.is_dir() else rules_dir()


def _folder(file: Path, name: str) -> Path | None:
    """The nearest folder of this name around a file."""
    return next((above for above in file.parents if above.name == name), None)


def _sort_of(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            found = _SORT.search(stream.read(_HEAD).decode(errors="replace"))
    except OSError:
        return ""
    return found[1] if found else ""


class _Rules:
    """The rules of one folder, read once, and what their tests run on."""

    def __init__(self, root: Path) -> None:
        from mka_assist.testing.running import Runner
        from mka_assist.testing.suite import Reading

        self.reading = Reading()
        self.tests = [*self.reading.rules(root)]
        self.runner = Runner(self.reading.books)

    def findings(self, file: Path) -> list[Finding]:
        """The errors in one file, or in no file in particular."""
        return [f for f in self.reading.errors() if f.place.file == str(file)]


_KNOWN = pytest.StashKey[dict[Path, _Rules]]()


def _rules(config: pytest.Config, root: Path) -> _Rules:
    known = config.stash.setdefault(_KNOWN, {})
    if root not in known:
        known[root] = _Rules(root)
    return known[root]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let go of the engines that calls were decided with."""
    for rules in config.stash.get(_KNOWN, {}).values():
        rules.runner.close()


class RuleFile(pytest.File):
    """A file with rules or a call; `rules` is the folder of rules it belongs to or runs on."""

    def __init__(self, *, rules: Path, **more: Any) -> None:
        super().__init__(**more)
        self.rules = rules

    def collect(self) -> Iterator[pytest.Item]:
        """An item for each test, and one that fails for each thing that cannot be read."""
        from mka_assist.rulebook.diagnostics import InputError
        from mka_assist.testing.wording import numbered

        try:
            rules = _rules(self.config, self.rules)
            found = [*self.tests(rules)]
        except InputError as problem:
            raise self.CollectError("\n".join(map(str, problem.findings))) from None
        broken = rules.findings(self.path)
        if not found and not broken and (elsewhere := rules.reading.errors()):
            raise self.CollectError("\n".join(map(str, elsewhere)))
        for finding in broken:
            yield self._item(f"leesbaar: {finding.code}", finding.place, partial(_itself, finding))
        for name, test in zip(numbered(test.name for test in found), found, strict=True):
            yield self._item(name, test.place, partial(rules.runner.failure, test))

    def _item(self, name: str, place: Place, check: Check) -> pytest.Item:
        item: pytest.Item = RuleItem.from_parent(self, name=name, line=place.line, check=check)
        return item

    def tests(self, rules: _Rules) -> Iterable[Test]:
        return (test for test in rules.tests if test.place.file == str(self.path))


class CallFile(RuleFile):
    """A file with a call."""

    def tests(self, rules: _Rules) -> Iterable[Test]:
        return rules.reading.call(self.path)


def _itself(finding: Finding) -> Finding:
    return finding


class RuleFailedError(Exception):
    """A test of a rule or a call failed, or something could not be read. Told in one line."""


class RuleItem(pytest.Item):
    """One example, one expectation, or one thing that cannot be read."""

    def __init__(self, *, line: int, check: Check, **more: Any) -> None:
        super().__init__(**more)
        self._line = line
        self._check = check

    def runtest(self) -> None:
        if finding := self._check():
            raise RuleFailedError(str(finding))

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """The finding as it is; a traceback only for a mistake in the program."""
        if isinstance(excinfo.value, RuleFailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, self._line - 1 if self._line else None, self.name
