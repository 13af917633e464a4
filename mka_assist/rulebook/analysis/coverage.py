"""A012: een dekking met dubbelen of gaten

Wat: een gemeente staat er twee keer, een tijdvak voegt niets toe of overlapt een ander, of tussen twee
tijdvakken blijft een kort gat.

Waarom: meestal is een tijd verkeerd getypt. Een nacht die doorloopt in een dag van 00:00 tot 24:00 mag.

GOED:
    tijden:
      - {dagen: ma-vr, van: 08:00, tot: 18:00}
      - {dagen: ma-vr, van: 18:00, tot: 08:00}

FOUT:
    tijden:
      - {dagen: ma-vr, van: 08:00, tot: 18:00}
      - {dagen: ma-vr, van: 17:00, tot: 07:59}

Een gat telt als het hoogstens een kwartier is, als de rest van het etmaal wel gedekt is en het hoogstens twee
uur is, of als van alle dagen alleen een dinsdag, woensdag, donderdag of vrijdag ontbreekt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.condition import Condition, each_test
from mka_assist.rulebook.diagnostics import Finding, Severity
from mka_assist.rulebook.facts import WEEK_MINUTE
from mka_assist.rulebook.model import Partner, Rule
from mka_assist.rulebook.source import Node, Scalar
from mka_assist.rulebook.vocabulary import DAYS
from mka_assist.rulebook.week import DAY, WEEK

CODE = "A012"
_QUARTER = 15
_SHORT = 120
_AMID = range(1, 5)
"""Tuesday to Friday: closed on one of these, and open on all other days, is rare. Monday is not."""

Span = tuple[int, int]
"""From a minute of the week up to another, past the end of the week for a Sunday night."""
Items = Sequence[Sequence[Span]]
"""The spans of each item under `tijden`, in file order."""


def find(context: Context) -> Iterator[Finding]:
    """What looks mistyped in the coverage of each partner."""
    own = {rule.id for rule in context.own_rules}
    for partner in context.own_partners:
        area, hours = (context.rulebook.rules.get(f"{partner.id}/{part}") for part in ("gemeenten", "tijden"))
        if area and area.id in own:
            yield from _names_twice(context, partner, area)
        if hours and hours.id in own:
            items = [_spans(part) for part in getattr(hours.condition, "parts", ())]
            places = [node.place for node in written(context, partner, "tijden")]
            for number, minute, message, help in _faults(items):
                place = places[number] if number < len(places) else hours.place
                clock = context.space.fields[context.space.index[WEEK_MINUTE.name]]
                box = context.space.cells(WEEK_MINUTE.name, clock.cell(minute % WEEK)) or {}
                example = context.example(box, partner, {WEEK_MINUTE.name: minute % WEEK})
                yield Finding(CODE, place, message, help, Severity.WAARSCHUWING, example)


def written(context: Context, partner: Partner, part: str) -> tuple[Node, ...]:
    """The items of a part of a coverage as they stand in the file of a region or of a partner."""
    file = partner.place.file
    region = context.texts.items(file, "partners", ("partner", partner.id), "dekking", part)
    return region or context.texts.items(file, "dekking", part)


def _names_twice(context: Context, partner: Partner, rule: Rule) -> Iterator[Finding]:
    """A municipality named again."""
    seen: set[str] = set()
    for node in written(context, partner, "gemeenten"):
        name = node.text if isinstance(node, Scalar) else ""
        if name in seen:
            test = next(each_test(rule.condition))
            field = context.space.fields[context.space.index[test.fact]]
            box = context.space.cells(test.fact, field.cell(name)) or {}
            message, help = f'de gemeente "{name}" staat er al', "Laat er één staan."
            example = context.example(box, partner, {test.fact: name})
            yield Finding(CODE, node.place, message, help, Severity.WAARSCHUWING, example)
        seen.add(name)


def _faults(items: Items) -> Iterator[tuple[int, int, str, str]]:
    """Each fault: the number of the item, a minute of the week that shows it, message and help."""
    superfluous: set[int] = set()
    for number in reversed(range(len(items))):
        others = [s for n, item in enumerate(items) if n != number and n not in superfluous for s in item]
        if _minutes(items[number]) <= _minutes(others):
            superfluous.add(number)
            yield number, items[number][0][0], "dit tijdvak voegt niets toe aan de andere", "Haal het weg."
    kept = [number for number in range(len(items)) if number not in superfluous]
    for one, other in combinations(kept, 2):
        shared = [
            both for a in items[one] for b in items[other] if not _whole_day(a) and not _whole_day(b)
            for both in _overlap(a, b)
        ]  # fmt: skip
        if shared:
            begin, end = shared[0]
            message = f"dit tijdvak overlapt een ander: {_words(begin, end)}"
            yield other, begin, message, "Laat het ene beginnen waar het andere eindigt."
    yield from _gaps(items)


def _gaps(items: Items) -> Iterator[tuple[int, int, str, str]]:
    """Short gaps, each time of day once, and a single day amid the week that is left out."""
    covered = _minutes([span for item in items for span in item])
    told: set[tuple[int, int]] = set()
    for begin in sorted(minute + 1 for minute in covered if (minute + 1) % WEEK not in covered):
        end = next((m for m in range(begin, begin + WEEK) if m % WEEK in covered), begin + WEEK)
        length = end - begin
        around = sum((minute % WEEK) in covered for minute in range(end - DAY, end))
        time = begin % DAY, end % DAY
        if time not in told and (length <= _QUARTER or (length <= _SHORT and around == DAY - length)):
            told.add(time)
            number = next(n for n, item in enumerate(items) for s in item if s[1] % WEEK == begin % WEEK)
            message = f"na dit tijdvak blijft een gat: {_words(begin, end)}"
            yield number, begin, message, "Laat het ene tijdvak beginnen waar het andere eindigt."
    open_ = [any(minute // DAY == day for minute in covered) for day in range(7)]
    if len(items) > 1 and open_.count(False) == 1 and (day := open_.index(False)) in _AMID:
        message = f"van alle dagen ontbreekt alleen {DAYS[day]}"
        yield (
            len(items) - 1,
            day * DAY + DAY // 2,
            message,
            "Voeg de dag toe, of schrijf één tijdvak zonder die dag.",
        )


def _spans(item: Condition) -> list[Span]:
    """The spans of one item of `tijden`, back from the condition they became."""
    found: list[Span] = []
    for part in getattr(item, "parts", ()):
        begin, end = (int(test.values[0]) for test in each_test(part))
        if found and begin == 0 and found[-1][1] == WEEK and WEEK - found[-1][0] + end <= DAY:
            found[-1] = found[-1][0], WEEK + end
        else:
            found.append((begin, end))
    return found


def _minutes(spans: Sequence[Span]) -> frozenset[int]:
    return frozenset(minute % WEEK for begin, end in spans for minute in range(begin, end))


def _whole_day(span: Span) -> bool:
    """From midnight to midnight: a night may run on into such a day."""
    return span[0] % DAY == 0 and span[1] - span[0] == DAY


def _overlap(one: Span, other: Span) -> Iterator[Span]:
    for shift in (-WEEK, 0, WEEK):
        begin, end = max(one[0], other[0] + shift), min(one[1], other[1] + shift)
        if begin < end:
            yield begin, end


def _words(begin: int, end: int) -> str:
    """ "ma van 17:00 tot 18:00"."""
    day = DAYS[begin % WEEK // DAY]
    times = (f"{minute % DAY // 60:02}:{minute % 60:02}" for minute in (begin, end))
    return f"{day} van {' tot '.join(times)}"
