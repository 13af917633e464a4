"""A difference between rules for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mka_assist.cli.difference import Calls
from mka_assist.rulebook.analysis.wording import value_word
from mka_assist.rulebook.difference.report import BookDifference, Report, Told
from mka_assist.rulebook.facts import WEEK_MINUTE

if TYPE_CHECKING:
    from mka_assist.replay.otherwise import Otherwise


def difference_json(report: Report, calls: Calls | None) -> dict[str, Any]:
    """The contract of `rules diff --format json`."""
    whole: dict[str, Any] = {
        "same": not report.differs,
        "on": report.on.isoformat(),
        "regions_gone": list(report.gone),
        "regions_added": list(report.added),
        "rulebooks": [_book(book) for book in report.books],
    }
    if calls is not None:
        whole["calls"] = {
            "total": calls.number,
            "changed": calls.changed,
            "otherwise": [_call(one) for one in calls.otherwise],
        }
    return whole


def _book(book: BookDifference) -> dict[str, Any]:
    return {
        "region": book.region,
        "name": book.name,
        "as_nation": book.as_nation,
        "differences": _told(book.told),
        "later": [
            {"from": later.start.isoformat(), "differences": _told(later.told), "gone": later.gone}
            for later in book.later
        ],
        "texts": [{"of": t.of, "part": t.part, "was": t.was, "becomes": t.becomes} for t in book.texts],
    }


def _told(told: Sequence[Told]) -> list[dict[str, Any]]:
    return [
        {
            "about": one.region.subject.about.value,
            "id": one.region.subject.id,
            "name": one.region.subject.name,
            "when": one.when,
            "was": [outcome.key for outcome in one.region.was],
            "becomes": [outcome.key for outcome in one.region.becomes],
            "rules": list(one.region.rules),
            "call": {
                "facts": {
                    name: value_word(name, value)
                    for name, value in one.region.call.items()
                    if name != WEEK_MINUTE.name
                },
                "moment": value_word(WEEK_MINUTE.name, one.region.call[WEEK_MINUTE.name])
                if WEEK_MINUTE.name in one.region.call
                else None,
                "was": one.region.pair[0].key,
                "becomes": one.region.pair[1].key,
            },
            "example": one.region.example,
        }
        for one in told
    ]


def _call(one: Otherwise) -> dict[str, Any]:
    return {
        "call": one.call.number,
        "region": one.call.region,
        "opened_at": one.call.opened_at.isoformat(),
        "after_seconds": one.seconds,
        "about": one.subject.about.value,
        "id": one.subject.id,
        "name": one.subject.name,
        "was": one.was.key,
        "becomes": one.becomes.key,
    }
