"""The two lines for what needs an act now, most urgent first, in one fixed place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mka_assist.call.crowding import crowding
from mka_assist.console.lines import Line, Lines, Role, clean, fill, fold, line, pad
from mka_assist.console.partner_choices import late
from mka_assist.console.ui import Sight
from mka_assist.decision.outcome import AmbulanceStatus, Card, Indicator

ROWS = 2
MARKS: Mapping[Role, str] = {Role.HIGH: "***", Role.MEDIUM: "** ", Role.LOW: "*  "}
_LEVELS = {Indicator.CRITICAL: Role.HIGH, Indicator.WARNING: Role.MEDIUM, Indicator.INFO: Role.LOW}
_ORDER = tuple(MARKS)


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that needs an act: what, how urgent, and the key that does it."""

    id: str
    level: Role
    text: str
    key: str = ""
    detail: str = ""

    @property
    def passing(self) -> bool:
        """May it be put aside once it is seen? What is most urgent stays until it is done."""
        return self.level is not Role.HIGH

    @property
    def sentence(self) -> str:
        return f"[{self.key}] {self.text}" if self.key else self.text


def alerts(sight: Sight) -> tuple[Alert, ...]:
    """Every alert that stands, seen or not, most urgent first."""
    found = [*_trouble(sight), *_crowding(sight), *_cards(sight)]
    return tuple(sorted(found, key=lambda alert: _ORDER.index(alert.level)))


def unseen(sight: Sight) -> tuple[Alert, ...]:
    """The alerts for the two lines."""
    return tuple(a for a in alerts(sight) if not (a.passing and a.id in sight.ui.seen))


def acknowledgeable(sight: Sight) -> Alert | None:
    """The first alert that can be put aside."""
    return next((alert for alert in unseen(sight) if alert.passing), None)


def alert_lines(sight: Sight, width: int) -> Lines:
    """The first alert whole, and the next one when there is room; the rest is counted."""
    shown = unseen(sight)
    if not shown:
        return pad([line("    Geen aandachtspunten.", Role.DIM)], width, ROWS)
    rows: list[Line] = []
    for position, alert in enumerate(shown):
        rest = len(shown) - position - 1
        urgent_next = rest > 0 and shown[position + 1].level is Role.HIGH
        most = 1 if urgent_next else ROWS - len(rows)
        hidden = f" +{rest} V" if rest and len(rows) + most >= ROWS else ""
        texts = fold(alert.sentence, width - 5 - len(hidden), most)
        if rest and len(rows) + len(texts) < ROWS:
            hidden = ""
        marks = [f" {MARKS[alert.level]} ", *(["     "] * ROWS)]
        for number, text in enumerate(texts):
            row: Line = ((marks[number] + text, alert.level),)
            if hidden and number == len(texts) - 1:
                row = (*fill(row, width - len(hidden), alert.level), (hidden, alert.level))
            rows.append(fill(row, width, alert.level))
        if len(rows) >= ROWS:
            break
    return pad(rows, width, ROWS)


def _trouble(sight: Sight) -> Iterator[Alert]:
    """What is wrong with the program itself comes before everything else."""
    decision = sight.at.decision
    if decision.fallback:
        paper = next((card.summary for card in decision.cards if card.rule == "terugval"), "")
        cause = clean(decision.channels.cause)
        yield Alert("terugval", Role.HIGH, f"TERUGVAL: {clean(paper)}", detail=cause)
    if sight.notice:
        yield Alert("journaal", Role.HIGH, f"NIET OPGESLAGEN: {clean(sight.notice)}")


def _crowding(sight: Sight) -> Iterator[Alert]:
    at = sight.at
    if at.state.closed_at is not None:
        return
    found = crowding(at.state, at.rulebook, at.now)
    if found.feedback:
        names = ", ".join(each.name for each in found.feedback)
        text = f"DRUKTE: {found.reported} ter plaatse, verwacht {found.expected}: koppel terug aan {names}."
        detail = " ".join(each.text for each in found.feedback)
        yield Alert(f"drukte {found.reported}", Role.MEDIUM, clean(text), "F9", clean(detail))
    if found.shortage:
        yield Alert(f"tekort {found.reported}", Role.MEDIUM, clean(found.shortage), "F4")


def _cards(sight: Sight) -> Iterator[Alert]:
    if sight.at.state.closed_at is not None:
        return
    for card in sight.at.decision.cards:
        if card.rule == "terugval":
            continue
        id = f"{card.rule}: {card.summary}"
        yield Alert(id, _LEVELS[card.indicator], clean(card.summary), _key(sight, card), clean(card.detail))


def _key(sight: Sight, card: Card) -> str:
    """The key that does what a card asks."""
    at = sight.at
    if not card.rule and at.decision.ambulance.status is AmbulanceStatus.INZETTEN:
        return "F2"
    decided = (at.decision.partners[id] for id in late(at))
    rules = {reason.rule for partner in decided for reason in partner.reasons if reason.decides}
    return "F9" if card.rule in rules else ""
