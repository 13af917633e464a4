"""What is written differently: texts, sources, agreements, expected numbers, messages; and which rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from mka_assist.rulebook.difference.compare import meaning_of
from mka_assist.rulebook.facts import FactSpec, format_value
from mka_assist.rulebook.model import Agreement, Expected, Partner, Rule, RuleBook
from mka_assist.rulebook.policy import Aftercare, CrowdLimits, LatePolicy

NOTHING = "(niets)"


@dataclass(frozen=True, slots=True)
class TextChange:
    """One thing that reads differently: of what ("regel zelfdoding"), which part ("uitleg"), was, becomes."""

    of: str
    part: str
    was: str = ""
    becomes: str = ""

    @property
    def pure(self) -> bool:
        """Is this text and nothing else, so that no decision can come of it, on any day?"""
        return self.part in _PURE

    @property
    def handling(self) -> bool:
        """Does a call go otherwise by it, though nobody's advice changes?"""
        return self.part in _HANDLING


_HANDLING = frozenset({
    "virtuele eenheid", "late uitsluiting", "aantal dat nodig is", "minuten tot de melding van weinig hulp",
})  # fmt: skip
_PURE = frozenset({
    "versie", "naam van de regio", "naam", "vraag", "bericht", "afspraak met", "afspraak in",
    "verwacht aantal helpers",
    "verwacht aantal AED's", "terugkoppeling", "bron van de drukte", "uitleg", "bron", "afwijking",
    "voorbeelden", "uitgangspunt van voorbeelden", "waarschuwing", "intrekbericht", "nazorg",
    "bron van de nazorg", "bron van de grens", "afwijking van de grens",
})  # fmt: skip


def text_changes(old: RuleBook, new: RuleBook, told: Collection[str] = ()) -> tuple[TextChange, ...]:
    """Every change in what is written. `told` are the rules that a difference names: that their condition
    changed need not be said again."""
    return (
        *_book(old, new),
        *_policy(old, new),
        *_facts(old, new),
        *_partners(old, new),
        *_rules(old, new, told),
    )


def _book(old: RuleBook, new: RuleBook) -> Iterator[TextChange]:
    of = "regelboek"
    yield from _texts(of, {"versie": (old.version, new.version)})
    yield from _texts(of, {"naam van de regio": (old.region_name, new.region_name)})
    yield from _texts(of, {"geldig vanaf": (_date(old.valid_from), _date(new.valid_from))})
    yield from _texts(
        of, {"uitgangspunt van voorbeelden": (_call(old.example_facts), _call(new.example_facts))}
    )


def _policy(old: RuleBook, new: RuleBook) -> Iterator[TextChange]:
    yield from _texts(
        "regelboek", {"virtuele eenheid": (str(old.virtual_unit or ""), str(new.virtual_unit or ""))}
    )
    yield from _texts("regelboek", {"late uitsluiting": (_late(old.late_policy), _late(new.late_policy))})
    limits = _limits(new.crowd_limits)
    yield from _texts("drukte", {k: (v, limits[k]) for k, v in _limits(old.crowd_limits).items()})
    yield from _aftercare(old, new)


def _aftercare(old: RuleBook, new: RuleBook) -> Iterator[TextChange]:
    for group in dict.fromkeys((*old.aftercare, *new.aftercare)):
        was, becomes = _care(old.aftercare.get(group)), _care(new.aftercare.get(group))
        yield from _texts(group, {part: (text, becomes[part]) for part, text in was.items()})


def _care(care: Aftercare | None) -> Mapping[str, str]:
    return {
        "nazorg": " ".join(care.lines) if care else "",
        "bron van de nazorg": str(care.source) if care else "",
    }


def _late(policy: LatePolicy) -> str:
    return policy.value.replace("_", " ")


def _limits(limits: CrowdLimits) -> Mapping[str, str]:
    return {
        "aantal dat nodig is": str(limits.needed),
        "minuten tot de melding van weinig hulp": str(limits.after // 60),
        "bron van de grens": str(limits.source),
        "afwijking van de grens": str(limits.deviation or ""),
    }


def _facts(old: RuleBook, new: RuleBook) -> Iterator[TextChange]:
    for name in dict.fromkeys((*old.facts, *new.facts)):
        was, becomes = old.facts.get(name), new.facts.get(name)
        if was is None or becomes is None:
            yield TextChange(f"feit {name}", "nieuw" if was is None else "vervallen")
        elif was != becomes:
            yield from _texts(f"feit {name}", {k: (v, _fact(becomes)[k]) for k, v in _fact(was).items()})


def _fact(spec: FactSpec) -> Mapping[str, str]:
    return {
        "soort": spec.kind.value,
        "naam": spec.label,
        "vraag": spec.question,
        "keuzes": ", ".join(spec.choices),
    }


def _partners(old: RuleBook, new: RuleBook) -> Iterator[TextChange]:
    for id, becomes in new.partners.items():
        was = old.partners.get(id)
        if was:
            yield from _partner(f"partner {id}", was, becomes)
            own = (
                _late(partner.late_policy) if partner.late_policy is not book.late_policy else ""
                for partner, book in ((was, old), (becomes, new))
            )
            yield from _texts(f"partner {id}", {"late uitsluiting": (next(own), next(own))})


def _partner(of: str, was: Partner, becomes: Partner) -> Iterator[TextChange]:
    yield from _texts(of, {"naam": (was.name, becomes.name), "groep": (was.group, becomes.group)})
    agreed = _agreement(becomes.agreement)
    yield from _texts(of, {part: (text, agreed[part]) for part, text in _agreement(was.agreement).items()})
    expected = _expected(becomes.expected)
    yield from _texts(of, {part: (text, expected[part]) for part, text in _expected(was.expected).items()})
    yield from _texts(of, {"bericht": (was.message, becomes.message)})
    yield from _texts(of, {"waarschuwing": (was.warning, becomes.warning)})
    yield from _texts(of, {"intrekbericht": (was.stand_down, becomes.stand_down)})


def _rules(old: RuleBook, new: RuleBook, told: Collection[str]) -> Iterator[TextChange]:
    for id in dict.fromkeys((*old.rules, *new.rules)):
        was, becomes = old.rules.get(id), new.rules.get(id)
        of = f"regel {id}"
        if was is None or becomes is None:
            if id not in told:
                yield TextChange(of, "nieuw" if was is None else "vervallen")
            continue
        if meaning_of(was) != meaning_of(becomes) and id not in told:
            yield TextChange(of, "anders geschreven")
        yield from _texts(of, {name: (text, _rule(becomes)[name]) for name, text in _rule(was).items()})
        if _examples(was) != _examples(becomes):
            yield TextChange(of, "voorbeelden")


def _rule(rule: Rule) -> Mapping[str, str]:
    return {
        "uitleg": rule.text,
        "bron": rule.citation,
        "geldt voor": ", ".join(rule.applies_to),
        "geldig vanaf": _date(rule.valid_from),
        "geldig tot": _date(rule.valid_until),
        "vervangt": rule.replaces,
        "afwijking": str(rule.deviation or ""),
        "onwrikbaar": "ja" if rule.unshakable else "",
    }


def _examples(rule: Rule) -> list[object]:
    """The examples without their places: where they stand says nothing."""
    return [(e.facts, e.expected, e.because, e.at, e.partner) for e in rule.examples]


def _texts(of: str, parts: Mapping[str, tuple[str, str]]) -> Iterator[TextChange]:
    for part, (was, becomes) in parts.items():
        if was != becomes:
            yield TextChange(of, part, was or NOTHING, becomes or NOTHING)


def _agreement(agreement: Agreement | None) -> Mapping[str, str]:
    return {
        "afspraak met": agreement.party if agreement else "",
        "afspraak in": agreement.document if agreement else "",
        "afspraak vanaf": _date(agreement.date) if agreement else "",
        "afspraak tot en met": _date(agreement.valid_until) if agreement else "",
    }


def _expected(expected: Expected | None) -> Mapping[str, str]:
    return {
        "verwacht aantal helpers": str(expected.responders) if expected else "",
        "verwacht aantal AED's": str(expected.aeds) if expected else "",
        "terugkoppeling": expected.feedback if expected else "",
        "bron van de drukte": str(expected.source) if expected else "",
    }


def _call(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{name}: {format_value(value)}" for name, value in facts.items())  # type: ignore[arg-type]


def _date(date: dt.date | None) -> str:
    return f"{date:%d-%m-%Y}" if date else ""
