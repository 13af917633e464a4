"""A difference shown: one call that has it, as a test to paste, and the rules behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence

from mka_assist.rulebook.analysis.boxes import Box
from mka_assist.rulebook.analysis.example import flow
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.difference.outcomes import NONE, About, Pair, Subject, decided, stricter
from mka_assist.rulebook.facts import WEEK_MINUTE, Facts, Value
from mka_assist.rulebook.meaning import effects, has_agreement, judge
from mka_assist.rulebook.model import Rule, RuleBook
from mka_assist.rulebook.week import DAY, local, week_minute

_WORDS = {True: "ja", False: "nee", None: "onbekend"}
_NOON = 12 * 60


class Showing:
    """Shows differences between two rulebooks as they are on a day."""

    def __init__(self, old: RuleBook, new: RuleBook, on: dt.date) -> None:
        self.old, self.new, self.on = old, new, on

    def example(self, subject: Subject, pair: Pair, call: Facts) -> str:
        """A call that was and becomes this pair, as an entry under `voorbeelden:`. What it expects is what
        the new rules make of it, or the old where the new do not know the partner or the rule."""
        book, rule = self._where(subject)
        plain = {} if rule else book.example_facts
        minute = call.get(WEEK_MINUTE.name)
        named = {name: value for name, value in call.items() if name != WEEK_MINUTE.name}
        if rule:  # its examples do not start from the plain case
            named = {**_given(book, rule, named), **named}
        else:
            differing = {name: value for name, value in named.items() if plain.get(name, ...) != value}
            named = differing or dict([*plain.items(), *named.items()][:1])  # an example names something
        usual = local(dt.datetime.combine(book.valid_from, dt.time(12)))
        at = usual if minute is None and self._shows(subject, pair, {**plain, **named}, usual) else None
        at = at or self._moment(_NOON + DAY * self.on.weekday() if minute is None else int(minute))  # type: ignore[arg-type]
        parts = [f"bij: {flow(named)}"]
        if at != usual:
            parts.append(f"op: {at:%Y-%m-%d %H:%M}")
        parts += _outcome(
            book, subject, rule, {**plain, **named, WEEK_MINUTE.name: week_minute(at)}, at.date()
        )
        return f"- {{{', '.join(parts)}}}"

    def _where(self, subject: Subject) -> tuple[RuleBook, Rule | None]:
        """The rulebook to paste in, and the rule to paste under; none for a partner, who has several."""
        match subject.about:
            case About.PARTNER:
                return (self.new if subject.id in self.new.partners else self.old), None
            case About.AANDACHT:
                book = self.new if subject.id in self.new.rules else self.old
                return book, book.rules[subject.id]
            case About.AMBULANCE:
                advising = (
                    (book, rule) for book in (self.new, self.old) for rule in book.criteria if rule.ambulance
                )
                return next(advising)

    def _moment(self, minute: int) -> dt.datetime:
        """The first moment from the day on at this minute of the week."""
        day = self.on + dt.timedelta(days=(minute // DAY - self.on.weekday()) % 7)
        return local(dt.datetime.combine(day, dt.time(minute % DAY // 60, minute % 60)))

    def _shows(self, subject: Subject, pair: Pair, call: Facts, at: dt.datetime) -> bool:
        """Is this what the call was and becomes at a moment too?"""
        call, day, nothing = {**call, WEEK_MINUTE.name: week_minute(at)}, at.date(), NONE[subject.about]
        both = (decided(book.in_force(day), call, day) for book in (self.old, self.new))
        return tuple(found.get(subject, nothing) for found in both) == pair

    def causes(self, subject: Subject, pair: Pair, call: Facts, changed: Collection[str]) -> tuple[str, ...]:
        """The rules behind the outcome of a call: the new ones where it became stricter, else the old. Of
        these the changed ones where there are any, else with the changed derivations behind them."""
        books = [book.in_force(self.on) for book in (self.old, self.new)]
        for number in (1, 0) if stricter(pair) else (0, 1):
            if found := self._speaking(books[number], subject, pair[number].key.partition("+")[0], call):
                return tuple(id for id in found if id in changed) or (
                    *found,
                    *_behind(books, found, changed),
                )
        return ()

    def _speaking(self, book: RuleBook, subject: Subject, wanted: str, call: Facts) -> Sequence[str]:
        """The rules of a rulebook that bring about an outcome."""
        if subject.about is About.AANDACHT:
            return [subject.id] if subject.id in book.rules else []
        _, verdicts = judge(book, call)
        if subject.about is About.AMBULANCE:
            return [rule.id for rule in book.criteria if rule.ambulance and verdicts[rule.id]][:1]
        partner = book.partners.get(subject.id)
        if partner is None or not has_agreement(partner, self.on):
            return []
        done = effects(book, verdicts)
        return [id for id in partner.criteria if done[id] == wanted]


def plain_call(space: Space, box: Box, find: Callable[[Box], Box | None]) -> dict[str, Value | None]:
    """A call in a box in which `find` finds some, as plain as it can be: what it must name beside the plain
    case, and no more. The clock is named where the moment matters."""
    chosen = box
    fields = sorted(enumerate(space.fields), key=lambda entry: entry[1].name not in space.plain_case)
    for number, field in fields:
        plain = field.cell(space.plain_case[field.name]) if field.name in space.plain_case else field.unknown
        if plain & box.get(number, field.full) and find({**chosen, number: plain}) is not None:
            chosen = {**chosen, number: plain}
    found = find(chosen)
    assert found is not None, "there is a call in the box"
    named: dict[str, Value | None] = {}
    for number, field in enumerate(space.fields):
        mask, rather = found.get(number, field.full), space.plain_case.get(field.name)
        if field.name == WEEK_MINUTE.name:
            moments = (1 << n for n in range(len(field.values)))
            if any(find({**found, number: moment}) is None for moment in moments):
                named[field.name] = field.plain(mask)
        elif field.name in space.plain_case and mask & field.cell(rather):
            continue
        elif not mask & field.unknown:
            named[field.name] = field.plain(mask)
        elif field.name in space.plain_case:
            named[field.name] = None
    return named


def whole_call(space: Space, named: Facts) -> dict[str, Value | None]:
    """What a call names, with the plain case under it and the clock set."""
    clock = space.fields[space.index[WEEK_MINUTE.name]] if WEEK_MINUTE.name in space.index else None
    noon = {WEEK_MINUTE.name: clock.plain(clock.full)} if clock else {}
    return {**noon, **space.plain_case, **named}


def _behind(books: Sequence[RuleBook], found: Sequence[str], changed: Collection[str]) -> Iterator[str]:
    """The changed derivations of facts that these rules rest on."""
    needed = {fact for book in books for id in found if id in book.rules for fact in book.rules[id].facts}
    named: set[str] = set()
    depth = max(len(book.strata) for book in books)
    for level in reversed(range(depth)):
        for rule in (rule for book in books if level < len(book.strata) for rule in book.strata[level]):
            if needed.intersection(_derived(rule)):
                needed |= rule.facts
                if rule.id in changed and rule.id not in named:
                    named.add(rule.id)
                    yield rule.id


def _given(book: RuleBook, rule: Rule, named: Facts) -> Facts:
    """What the plain case says of the facts that such an example must name itself."""
    needed = set(rule.facts)
    for stratum in reversed(book.strata):
        needed |= {fact for r in stratum if needed.intersection(_derived(r)) for fact in r.facts}
    return {n: v for n, v in book.example_facts.items() if n in needed and n not in named}


def _derived(rule: Rule) -> tuple[str, ...]:
    return (rule.derives[0],) if rule.derives else ()


def _outcome(book: RuleBook, subject: Subject, rule: Rule | None, call: Facts, on: dt.date) -> Iterator[str]:
    book = book.in_force(on)
    _, verdicts = judge(book, call)
    if rule:
        yield f"dan: {_WORDS[verdicts.get(rule.id)]}"
        return
    found = decided(book, call, on)[subject].key.partition("+")[0]
    yield f"partner: {subject.id}"
    yield f"dan: {found}"
    partner = book.partners[subject.id]
    if has_agreement(partner, on):
        done = effects(book, verdicts)
        yield from [f"omdat: {id}" for id in partner.criteria if done[id] == found][:1]
