"""Which rulebook decides when the one in its folder cannot be used, or when a call began under another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from mka_assist.decision.decide import Decider
from mka_assist.decision.opening import open_decider
from mka_assist.rulebook.diagnostics import Finding, InputError
from mka_assist.rulebook.kept import KeptRulebooks
from mka_assist.rulebook.loading import name_in
from mka_assist.rulebook.trust import ANYONE, Trust


@dataclass(frozen=True, slots=True)
class Rulebooks:
    """The rulebook of a folder and a region, as it stands there now and as it was kept before."""

    root: Path
    region: str
    kept: KeptRulebooks
    trust: Trust = ANYONE

    def open(self, on: dt.date | None = None) -> Decider:
        """The rulebook as it stands in its folder now, for calls that begin on a day; it is kept once it
        proves usable. Raises `InputError`."""
        decider = open_decider(self.root, self.region, self.trust, on)
        self.kept.keep(self.root, decider.rulebook, on)
        return decider

    def last_good(self) -> Decider | None:
        """The one that was last accepted from this folder, when it is still there and still accepted."""
        sha256, on = self.kept.last_good(self.root, self.region)
        return self.earlier(sha256, self.region, on)

    def earlier(self, sha256: str, region: str, on: dt.date | None = None) -> Decider | None:
        """An earlier rulebook by its hash, with the files that counted on a day. It must prove itself as
        any other: nothing is taken on trust."""
        folder = self.kept.copy_of(sha256)
        if folder is None:
            return None
        try:
            decider = open_decider(folder, region, self.trust, on)
        except InputError:
            return None
        return decider if decider.rulebook.sha256 == sha256 else None

    def why(self, problem: InputError) -> str:
        """Why the rulebook in its folder is not used, as one line."""
        first = problem.findings[0]
        more = len(problem.findings) - 1
        rest = f" (en nog {more})" if more else ""
        return f"{self._where(first)}{first.message}{rest}"

    def _where(self, finding: Finding) -> str:
        """The place in as few words as will do: the folder itself is known."""
        name = name_in(self.root, Path(finding.place.file))
        if name == "." or name.startswith(".."):
            return ""
        return f"{name}:{finding.place.line}: " if finding.place.line else f"{name}: "


def open_or_last_good(rulebooks: Rulebooks, on: dt.date | None = None) -> tuple[Decider, str]:
    """The rulebook to begin with on a day, and in one line why it is the last good one; nothing when it
    is not. Raises `InputError` when there is neither."""
    try:
        return rulebooks.open(on), ""
    except InputError as problem:
        decider = rulebooks.last_good()
        if decider is None:
            raise
        return decider, rulebooks.why(problem)
