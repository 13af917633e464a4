"""What happens around the alarm as blocks: what opens it, late reasons, few on scene, messages, aftercare."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.descriptions import LATE
from mka_assist.rulebook.documentation.blocks import Block, Heading, Paragraph, Table, Text
from mka_assist.rulebook.documentation.rules import period_words
from mka_assist.rulebook.message import STANDARD
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.policy import Aftercare

_STRICT = "nee; partners worden pas gealarmeerd als er een ambulance is ingezet of opgeschaald"


def policy_chapter(rulebook: RuleBook) -> Iterator[Block]:
    """What is laid down beside the rules; none of it changes an advice."""
    yield Heading(2, "Rond de alarmering")
    yield Table((), tuple(_properties(rulebook)))
    yield Paragraph("Deze berichten gaan naar een partner die geen eigen tekst heeft.")
    yield Table((), tuple((notice.capitalize(), text) for notice, text in STANDARD.items()))
    if rulebook.aftercare:
        groups: dict[Aftercare, list[str]] = {}
        for group, care in rulebook.aftercare.items():
            groups.setdefault(care, []).append(group)
        rows = ((", ".join(names), " ".join(care.lines), str(care.source)) for care, names in groups.items())
        yield Table(("Nazorg voor", "Waar", "Bron"), tuple(rows))


def _properties(rulebook: RuleBook) -> Iterator[tuple[Text, ...]]:
    unit = rulebook.virtual_unit
    if unit:
        words = (
            f"ook een aangevraagde eenheid opent de alarmering ({period_words(unit.date, unit.valid_until)})"
        )
        yield "Virtuele eenheid", words
        yield "Reden van de afwijking", unit.reason
        yield "Besluit", f"{unit.decision}, {unit.decided_by}"
    else:
        yield "Virtuele eenheid", _STRICT
    yield "Late uitsluiting", LATE[rulebook.late_policy]
    limits = rulebook.crowd_limits
    few = f"melden bij minder dan {limits.needed} first responders na {limits.after // 60} minuten"
    yield "Weinig hulp ter plaatse", f"{few} [{limits.source}]"
    if limits.deviation:
        yield "Afwijking van deze grens", str(limits.deviation)
