"""A call as an entry under `voorbeelden:`, with what the definition makes of it: a test to paste."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mka_assist.rulebook.analysis.boxes import Box
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.facts import WEEK_MINUTE, Facts, Value, format_value
from mka_assist.rulebook.meaning import effects, has_agreement, judge, status
from mka_assist.rulebook.model import Partner, Rule, RuleBook
from mka_assist.rulebook.week import DAY, local, week_minute

_PLAIN_TEXT = re.compile(r"[^\W\d_][\w .()-]*|\d+ \w+|-?\d+")
_WORDS = {True: "ja", False: "nee", None: "onbekend"}
_FORTNIGHT = 14
_WEEK = dt.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Wish:
    """What an example should show where it can: values of facts, and the rule to name under `omdat`."""

    facts: Facts = field(default_factory=dict)
    because: str = ""


def entry(rulebook: RuleBook, space: Space, day: dt.date, box: Box, about: Partner | Rule, wish: Wish) -> str:
    """An example call in a box, about a partner or about a rule that has no status of its own.

    `day` is a day of the period that is looked at. What the example expects is what comes of the call, so
    that it passes as it is pasted.
    """
    partner = about if isinstance(about, Partner) else None
    call = {name: wish.facts.get(name, value) for name, value in space.call_of(box).items()}
    minute = call.pop(WEEK_MINUTE.name, None)
    at = _moment(rulebook, space, day, box, partner, minute)
    if partner:  # what the plain case says already goes unsaid
        plain = space.plain_case
        call = {name: value for name, value in call.items() if name not in plain or plain[name] != value}
    else:  # the examples of other rules do not start from the plain case
        plain = {}
        call = {**{n: v for n, v in space.plain_case.items() if space.index.get(n) in box}, **call}
    call = call or {**_anything(space, box)}
    given = {**plain, **call, WEEK_MINUTE.name: week_minute(at)}
    parts = [f"bij: {_mapping(call)}"]
    if minute is not None or at != _usual(rulebook):
        parts.append(f"op: {at:%Y-%m-%d %H:%M}")
    parts += _outcome(rulebook, given, about, at.date(), wish.because)
    return f"- {{{', '.join(parts)}}}"


def flow(facts: Facts) -> str:
    """Facts as they may stand in a rule file: `{leeftijd: 6 maanden, zelfdoding: ja}`."""
    return _mapping(facts)


def _outcome(
    rulebook: RuleBook, given: Facts, about: Partner | Rule, on: dt.date, because: str
) -> Iterator[str]:
    rulebook = rulebook.in_force(on)
    facts, verdicts = judge(rulebook, given)
    if isinstance(about, Rule):
        yield f"dan: {_WORDS[verdicts.get(about.id)]}"
        return
    about = rulebook.partners[about.id]
    done = effects(rulebook, verdicts)
    found = status(about, facts, done, on)
    yield f"partner: {about.id}"
    yield f"dan: {found.value}"
    if has_agreement(about, on):
        deciding = [id for id in about.criteria if done[id] is found]
        yield from (f"omdat: {id}" for id in ([because] if because in deciding else deciding[:1]))


def _usual(rulebook: RuleBook) -> dt.datetime:
    """The moment of an example that names none."""
    return local(dt.datetime.combine(rulebook.valid_from, dt.time(12)))


def _moment(
    rulebook: RuleBook, space: Space, day: dt.date, box: Box, partner: Partner | None, minute: Value | None
) -> dt.datetime:
    """The usual moment where that lies in the box, else at this minute of the week; in the period and with
    an agreement for the partner, if there is such a moment."""
    usual = _usual(rulebook)
    mask = box.get(space.index.get(WEEK_MINUTE.name, -1))
    if mask is None and _fits(rulebook, day, partner, usual.date()):
        return usual
    minute = week_minute(usual) if mask is None else minute
    assert isinstance(minute, int)
    return next(
        local(dt.datetime.combine(date, dt.time(minute % DAY // 60, minute % 60)))
        for date in _days(rulebook, day, partner)
        if mask is None or date.weekday() == minute // DAY
    )


def _days(rulebook: RuleBook, day: dt.date, partner: Partner | None) -> Iterator[dt.date]:
    """Days to choose from, best first: in the period, and with an agreement where the partner has one."""
    starts = [day]
    if partner and partner.agreement:
        starts.append(partner.agreement.date)
        if until := partner.agreement.valid_until:
            starts.append(max(partner.agreement.date, until - _WEEK))
    days = [start + dt.timedelta(days=number) for start in starts for number in range(_FORTNIGHT)]
    yield from (date for date in days if _fits(rulebook, day, partner, date))
    yield from (date for date in days if partner is None or has_agreement(partner, date))
    yield from days


def _fits(rulebook: RuleBook, day: dt.date, partner: Partner | None, date: dt.date) -> bool:
    """Do the rules of `day` count on a date, and is there an agreement if one is needed?"""
    if partner and partner.agreement and not has_agreement(partner, date):
        return False
    return rulebook.in_force(date).rules.keys() == rulebook.in_force(day).rules.keys()


def _anything(space: Space, box: Box) -> Facts:
    """A fact to name where none matters, since an example must name one."""
    name = next((name for name in space.plain_case if name in space.index), "")
    if name:
        return {name: space.plain_case[name]}
    free = (field for number, field in enumerate(space.fields) if number not in box and field.unknown)
    return {next(free, space.fields[0]).name: None}


def _mapping(facts: Facts) -> str:
    return f"{{{', '.join(f'{name}: {_scalar(format_value(value))}' for name, value in facts.items())}}}"


def _scalar(text: str) -> str:
    """A text as it may stand between braces; quoted where a sign in it could mean something else."""
    return text if _PLAIN_TEXT.fullmatch(text) else json.dumps(text, ensure_ascii=False)
