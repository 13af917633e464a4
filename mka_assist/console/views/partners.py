"""The ambulance and the partners: state by glyph and word, and the reason."""

from __future__ import annotations

from collections.abc import Mapping

from mka_assist.console.lines import Line, Lines, Role, cell, clean, cut, fold, line, pad
from mka_assist.console.partner_choices import decided_partners, late
from mka_assist.console.ui import Sight
from mka_assist.console.views.top import elapsed
from mka_assist.decision.outcome import AmbulanceStatus, PartnerDecision
from mka_assist.rulebook.model import Status

State = tuple[str, str, Role]
"""A glyph, a word, and how they look."""

NAME, STATUS = 16, 20
"""Cells for a name and for a status word; a status word is never cut."""
GLYPHS: Mapping[Status, tuple[str, Role]] = {
    Status.ALARMEREN: ("!", Role.READY),
    Status.WACHT_OP_AMBULANCE: ("~", Role.STRONG),
    Status.WACHT_OP_VERMOEDEN: ("~", Role.TEXT),
    Status.NAVRAGEN: ("?", Role.ASK),
    Status.UITGESLOTEN: ("x", Role.STOP),
    Status.GEEN_AFSPRAAK: ("-", Role.DIM),
    Status.NIET_BESCHIKBAAR: ("-", Role.DIM),
    Status.NIET_VAN_TOEPASSING: ("-", Role.DIM),
}
ALARMED, ARRIVED, WITHDRAWN, LATE = "√", "»", "«", "x"
LEGEND = (
    "! nu doen   ~ wacht   ? navragen   x uitgesloten   - niet mogelijk",
    "√ gealarmeerd of beantwoord   » ter plaatse   « ingetrokken   o open vraag   * uit een regel",
    "*** nu doen   ** let op   * ter informatie   +2 V: nog twee aandachtspunten, V toont ze",
)
_AMBULANCE: Mapping[AmbulanceStatus, State] = {
    AmbulanceStatus.INZETTEN: ("!", "inzetten", Role.READY),
    AmbulanceStatus.INGEZET: ("√", "ingezet", Role.DONE),
    AmbulanceStatus.TER_PLAATSE: ("»", "ter plaatse", Role.DONE),
    AmbulanceStatus.GEWONE_UITVRAAG: ("-", "gewone uitvraag", Role.TEXT),
}


def partner_lines(sight: Sight, width: int, height: int, roomy: bool) -> Lines:
    """The ambulance first, then every partner in a fixed place; what does not fit is counted."""
    each = 3 if roomy else 1
    blocks = [_ambulance(sight, width, roomy)]
    for id, decided in decided_partners(sight.at).items():
        blocks.append(_partner(sight, id, decided, width, roomy))
    fits = height // each
    if len(blocks) > fits:
        hidden = len(blocks) - fits + 1
        blocks = [*blocks[: fits - 1], [line(f" +{hidden} partners, zie V (uitleg)", Role.ASK)]]
    return pad([row for block in blocks for row in block], width, height)


def _rows(state: State, name: str, reason: str, source: str, width: int, roomy: bool) -> list[Line]:
    glyph, word, role = state
    start: Line = ((f" {glyph} {cell(name, NAME)} ", role), (cell(word, STATUS), role))
    if not roomy:
        return [(*start, (" ", Role.TEXT), (cut(reason, width - NAME - STATUS - 6), Role.DIM))]
    texts = fold(reason, width - 6, 1)
    text = texts[0] if texts else ""
    return [start, line(f"     {text}", Role.TEXT), line(f"     {cut(source, width - 6)}", Role.DIM)]


def _ambulance(sight: Sight, width: int, roomy: bool) -> list[Line]:
    advice, units = sight.at.decision.ambulance, sight.at.state.units
    known = [f"{clean(id)} {unit.urgency}{'»' if unit.on_scene_at else ''}" for id, unit in units.items()]
    wanted = f"{advice.urgency}, {advice.units} hoogcomplex" if advice.units else ""
    lacking = len(units) < advice.units
    reason = ", ".join(known) + (f" (advies: {wanted})" if lacking and known else "") if known else wanted
    state = _AMBULANCE[advice.status]
    if units and advice.status is AmbulanceStatus.GEWONE_UITVRAAG:
        state = _AMBULANCE[AmbulanceStatus.INGEZET]
    text = clean(advice.text)
    if not roomy:
        return _rows(state, "AMBULANCE", reason or text, "", width, roomy)
    glyph, word, role = state
    start: Line = ((f" {glyph} {cell('AMBULANCE', NAME)} ", role), (cell(word, STATUS), role))
    units_row = (*start, (f" {cut(reason, width - NAME - STATUS - 6)}", Role.TEXT))
    return [units_row, *[line(f"     {row}", Role.DIM) for row in fold(text, width - 6, 2)], ()][:3]


def _partner(sight: Sight, id: str, decided: PartnerDecision, width: int, roomy: bool) -> list[Line]:
    reason = next((r for r in decided.reasons if r.decides), None)
    text, source = (clean(reason.text), clean(reason.source)) if reason else (_met(sight, decided), "")
    state, text = _progress(sight, id, decided, text)
    return _rows(state, sight.at.name(id), text, source, width, roomy)


def _met(sight: Sight, decided: PartnerDecision) -> str:
    """Nothing stands in the way; what is unknown is named."""
    if not decided.unknown:
        return "Aan alle criteria is voldaan."
    labels = (clean(sight.at.rulebook.facts[name].label) for name in decided.unknown)
    return f"Nog onbekend: {', '.join(labels)}."


def _progress(sight: Sight, id: str, decided: PartnerDecision, text: str) -> tuple[State, str]:
    """What was done goes before what is advised; that it should not have been done is said as well."""
    opened, known = sight.at.state.opened_at, sight.at.state.partners.get(id)
    if known is None:
        glyph, role = GLYPHS[decided.status]
        return (glyph, decided.status.replace("_", " "), role), text
    if known.withdrawn_at:
        word = f"ingetrokken {elapsed(opened, known.withdrawn_at)}"
        return (WITHDRAWN, word, Role.DIM), f"advies: {decided.status.replace('_', ' ')}"
    if known.arrived_at:
        state = ARRIVED, f"ter plaatse {elapsed(opened, known.arrived_at)}", Role.DONE
    else:
        state = ALARMED, f"gealarmeerd {elapsed(opened, known.alarmed_at)}", Role.DONE
    if id in late(sight.at):
        return (LATE, state[1], Role.STOP), f"NU {decided.status.replace('_', ' ').upper()}: {text}"
    notes = ["gewaarschuwd"] if known.warned_at else []
    notes += ["drukte teruggekoppeld"] if known.feedback_sent_at else []
    notes += [f"tegen het advies: {clean(known.override_reason)}"] if known.override_reason else []
    return state, ", ".join(notes) or _met(sight, decided)
