"""Sets of values of one fact in plain Dutch: "van 1 tot 2 jaar", "snelweg of spoor", "nee of onbekend"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from mka_assist.rulebook.age import OLDEST, YEAR, Age, format_age
from mka_assist.rulebook.analysis.boxes import Box
from mka_assist.rulebook.analysis.space import Field, Space
from mka_assist.rulebook.clauses import listed
from mka_assist.rulebook.condition import Op, Test
from mka_assist.rulebook.facts import UNKNOWN_WORD, WEEK_MINUTE, FactKind, Value, format_value
from mka_assist.rulebook.hours import hours_in_words, moment_in_words
from mka_assist.rulebook.week import WEEK

CLOCK_WORD = "tijdstip"
"""How the clock is called where facts are called by name: nobody types its own name."""
_ADULT = 18 * YEAR
_FEW = 3
"""So many names are listed rather than what is missing."""
_KNOWN_WORD = "bekend"
_BUT_KNOWN = f", wel {_KNOWN_WORD}"

Span = tuple[int | None, int | None]
"""From a number up to another; None is no bound."""


def fact_word(name: str) -> str:
    """The name of a fact as it is written in a call; the clock has a word of its own."""
    return CLOCK_WORD if name == WEEK_MINUTE.name else name


def value_word(name: str, value: Value | None) -> str:
    """A value of a fact as a person writes it; a minute of the week as day and time."""
    if name == WEEK_MINUTE.name and value is not None:
        return moment_in_words(int(value))  # type: ignore[arg-type]  # the clock is a number
    return format_value(value)


def phrase(field: Field, mask: int) -> str:
    """What a set of cells says of a call, with the name of the fact: "locatie snelweg of spoor"."""
    words = values_in_words(field, mask)
    if field.name == WEEK_MINUTE.name:
        return words
    if field.spec.kind is FactKind.LEEFTIJD and not mask & field.unknown:
        spans = _spans(field, mask)
        if len(spans) == 1 and (spans[0][1] or OLDEST) <= _ADULT:
            return f"kind {words}"
    label = field.spec.label or field.name.replace("_", " ")
    return f"{label[:1].lower()}{label[1:]} {words}"


def box_in_words(space: Space, box: Box, order: Mapping[str, int]) -> str:
    """What a box says of a call, facts in this order. Every call: "elke melding"."""
    fields = sorted(
        (space.fields[number] for number in box), key=lambda f: (order.get(f.name, len(order)), f.name)
    )
    return ", ".join(phrase(field, box[space.index[field.name]]) for field in fields) or "elke melding"


def choice_in_words(field: Field, mask: int) -> str:
    """The same for a value still to be chosen: says nothing of *onbekend* where a known value will do, nor of
    bounds where an exact age will."""
    known = mask & ~field.unknown
    if field.spec.kind is FactKind.LEEFTIJD and (spans := _spans(field, mask)):
        return listed(_span(span, _written_age) for span in spans)
    return values_in_words(field, known or mask).removesuffix(_BUT_KNOWN)


def values_in_words(field: Field, mask: int) -> str:
    """A set of cells of a fact in words."""
    known = mask & ~field.unknown
    if mask == field.unknown:
        return UNKNOWN_WORD
    if mask == field.full and not field.unknown:
        return "op elk moment"
    if field.unknown and known == field.full & ~field.unknown:
        return _KNOWN_WORD if known == mask else f"{_KNOWN_WORD} of {UNKNOWN_WORD}"
    match field.spec.kind:
        case FactKind.JA_NEE:
            return listed(
                (*(format_value(v) for v in (True, False) if mask & field.cell(v)), *_open(field, mask))
            )
        case FactKind.KEUZE:
            return _listed(field, mask, field.spec.choices, rest=False)
        case FactKind.TEKST:
            constants = dict.fromkeys(str(value) for test in field.tests for value in test.values)
            return _listed(field, mask, (*constants,), rest=True)
        case _:
            found, missing = (
                [*_numbers(field, known)],
                [*_numbers(field, field.full & ~mask & ~field.unknown)],
            )
            if len(missing) >= len(found):
                return listed((*found, *_open(field, mask)))
            return _absent(field, mask, missing)


def _open(field: Field, mask: int) -> tuple[str, ...]:
    return (UNKNOWN_WORD,) if mask & field.unknown else ()


def _listed(field: Field, mask: int, names: Sequence[str], *, rest: bool) -> str:
    """Named values; by what is missing where that is shorter. With `rest` there are values without a name."""
    inside = [name for name in names if mask & field.cell(name)]
    outside = [name for name in names if name not in inside]
    others = next((v for v in field.values if isinstance(v, str) and v not in names), None) if rest else None
    by_absence = mask & field.cell(others) if others else len(outside) < len(inside) > _FEW
    if not by_absence:
        return listed((*inside, *_open(field, mask)))
    return _absent(field, mask, outside)


def _absent(field: Field, mask: int, missing: Sequence[str]) -> str:
    """Every value but these; says whether unknown is among them."""
    if not field.unknown:
        return f"niet {listed(missing)}"
    return f"niet {listed(missing)}{f', of {UNKNOWN_WORD}' if mask & field.unknown else _BUT_KNOWN}"


def _numbers(field: Field, mask: int) -> Iterator[str]:
    """Ranges of an age, a number or the clock, then what is known of an age only within bounds."""
    if field.name == WEEK_MINUTE.name:
        yield hours_in_words((low or 0, high or WEEK) for low, high in _spans(field, mask))
        return
    if field.spec.kind is not FactKind.LEEFTIJD:
        yield from (_span(span, _written_number) for span in _spans(field, mask))
        return
    spans = _spans(field, mask)
    told = [_span(span, _written_age) for span in spans]
    for number, value in enumerate(field.values):
        if not isinstance(value, Age) or value.exact:
            continue
        known = f"alleen bekend als {_bound(field, 1 << number)}"
        if any((low or 0) <= value.low and (high is None or value.high < high) for low, high in spans):
            if not mask & 1 << number:  # of an age within the range one takes it to be meant
                told.append(f"maar niet als {known}")
        elif mask & 1 << number:
            told.append(known)
    yield from told


def _bound(field: Field, cell: int) -> Value | None:
    """What may be known of an age in a cell of ages within bounds, by the limits that stand in the rules."""
    cuts = sorted({cut for test in field.tests for cut in _cuts(test) if 0 < cut <= OLDEST}, reverse=True)
    spans = [span for cut in cuts for span in (Age(0, cut - 1), Age(cut, OLDEST))]
    written = [span for span in spans if "," not in str(span) and field.cell(span) == cell]
    return written[0] if written else field.plain(cell)


def _spans(field: Field, mask: int) -> list[Span]:
    """The ranges of exact values in these cells, those that touch joined."""
    lowest = 0 if field.name == WEEK_MINUTE.name or field.spec.kind is FactKind.LEEFTIJD else None
    highest = WEEK if field.name == WEEK_MINUTE.name else None
    if field.spec.kind is FactKind.LEEFTIJD:
        highest = OLDEST + 1
    cuts = sorted({cut for test in field.tests for cut in _cuts(test)})
    cuts = [c for c in cuts if (lowest is None or c > lowest) and (highest is None or c < highest)]
    found: list[Span] = []
    for low, high in zip((lowest, *cuts), (*cuts, highest), strict=True):
        value = low if low is not None else (high or 0) - 1
        age = Age(value, value)
        if mask & field.cell(age if field.spec.kind is FactKind.LEEFTIJD else value):
            if found and found[-1][1] == low:
                low = found.pop()[0]
            found.append((low, high))
    return [(low, None if high == OLDEST + 1 else high) for low, high in found]


def _cuts(test: Test) -> tuple[int, ...]:
    """Where the verdict of a test changes: at a number, or just after it."""
    numbers = [int(value) for value in test.values]
    match test.op:
        case Op.UNDER | Op.FROM:
            return (*numbers,)
        case Op.AT_MOST | Op.OVER:
            return tuple(number + 1 for number in numbers)
        case _:
            return tuple(cut for number in numbers for cut in (number, number + 1))


def _span(span: Span, written: Callable[[int], str]) -> str:
    low, high = span
    if low in (None, 0) and high is None:
        return "precies bekend"
    if low is not None and high == low + 1:
        return written(low)
    if low is None or (low == 0 and written is _written_age):
        assert high is not None, "a range without bounds is every value"
        return f"onder {written(high)}" if _exact(high, written) else f"hoogstens {written(high - 1)}"
    if high is None:
        return f"vanaf {written(low)}" if _exact(low, written) else f"boven {written(low - 1)}"
    start, end = written(low), written(high)
    if not (_exact(low, written) and _exact(high, written)):
        start = f"vanaf {start}" if _exact(low, written) else f"boven {written(low - 1)}"
        return f"{start} {f'onder {end}' if _exact(high, written) else f'tot en met {written(high - 1)}'}"
    number, _, unit = start.partition(" ")
    return f"van {number if end.endswith(unit) and unit else start} tot {end}"


def _exact(number: int, written: Callable[[int], str]) -> bool:
    """Is this a number somebody would write? An age just beside a limit is not."""
    return "," not in written(number)


def _written_age(age: int) -> str:
    return format_age(age)


def _written_number(number: int) -> str:
    return str(number)
