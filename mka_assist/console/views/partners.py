"""The ambulance and the partners: state by glyph and word, since when, how many come, and the reason."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len

from mka_assist.call.events import Level
from mka_assist.call.parts import PartnerState, UnitState
from mka_assist.console.lines import Line, Lines, Role, cell, clean, cut, fold, line, pad
from mka_assist.console.partner_choices import decided_partners, late, stays
from mka_assist.console.steps import Situation
from mka_assist.console.ui import Sight
from mka_assist.console.views.top import elapsed
from mka_assist.decision.outcome import AmbulanceStatus, PartnerDecision
from mka_assist.rulebook.model import Status

State = tuple[str, str, Role]
"""A glyph, a word, and how they look."""

NAME, STATUS, NUMBERS = 15, 21, 13
"""Cells for a name, for a status word, which is never cut, and at least for what follows."""
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
ALARMED, ARRIVED, WITHDRAWN, LATE, FAILED = "√", "»", "«", "x", "!"
LEGEND = (
    "! nu doen   ~ wacht   ? navragen   x uitgesloten   - niet mogelijk",
    "√ gealarmeerd of beantwoord   » ter plaatse   « ingetrokken   o open vraag   * uit een regel",
    "18→6→2, 1 AED: 18 opgeroepen, 6 komen, 2 ter plaatse, 1 AED",
    "HERKEND 0:41/1:00: tijd tegen het doel, daarna tegen de grens; ! +0:12: zoveel te laat",
    "√ 1:45 laat, of √ 1:45 !: gehaald, maar te laat",
    "6 MIN: wat er over is van de zes minuten tot er hulp is   AMBU: ambulance",
)
_LEAST = 8
"""Cells in which a paragraph can be named."""
LEVELS: Mapping[Level, str] = {
    Level.HOOGCOMPLEX: "hoog",
    Level.MIDDENCOMPLEX: "midden",
    Level.LAAGCOMPLEX: "laag",
}
_AMBULANCE: Mapping[AmbulanceStatus, State] = {
    AmbulanceStatus.INZETTEN: ("!", "inzetten", Role.READY),
    AmbulanceStatus.INGEZET: ("√", "ingezet", Role.DONE),
    AmbulanceStatus.TER_PLAATSE: ("»", "ter plaatse", Role.DONE),
    AmbulanceStatus.GEWONE_UITVRAAG: ("-", "gewone uitvraag", Role.TEXT),
}


def partner_lines(sight: Sight, width: int, height: int, each: int) -> Lines:
    """The ambulance first, then every partner in a fixed place of `each` rows; what does not fit is
    counted."""
    blocks = [_ambulance(sight.at, width, each)]
    for id, decided in decided_partners(sight.at).items():
        blocks.append(_partner(sight, id, decided, width, each))
    fits = height // each
    if len(blocks) > fits:
        hidden = len(blocks) - fits + 1
        blocks = [*blocks[: fits - 1], [line(f" +{hidden} partners, zie V (waarom)", Role.ASK)]]
    return pad([row for block in blocks for row in block], width, height)


def _rows(state: State, name: str, right: str, below: list[Line], width: int, each: int) -> list[Line]:
    """One row with the state, and as many below it as a partner has."""
    glyph, word, role = state
    wide = min(24, NAME + max(0, width - NAME - STATUS - NUMBERS - 4) // 3)
    room = width - wide - STATUS - 4
    first: Line = (
        (f" {glyph} {cell(name, wide)} ", role),
        (cell(word, STATUS), role),
        (cut(right, room), Role.TEXT),
    )
    rows = [first, *below][:each]
    return [*rows, *([()] * (each - len(rows)))]


def _under(text: str, width: int, role: Role, most: int = 1) -> list[Line]:
    return [line(f"   {row}", role) for row in fold(text, width - 4, most)] if text else []


def _reason(text: str, source: str, width: int) -> list[Line]:
    """The reason in two rows at most, and where it stands in what is left of the second."""
    rows = fold(text, width - 4, 2)
    if not source:
        return [line(f"   {row}") for row in rows]
    if len(rows) < 2:
        return [*(line(f"   {row}") for row in rows), line(f"   {_cited(source, width - 4)}", Role.DIM)]
    room = width - 7 - cell_len(rows[1])
    cited = f" ({_cited(source, room)})" if room >= _LEAST else ""
    return [line(f"   {rows[0]}"), ((f"   {rows[1]}", Role.TEXT), (cited, Role.DIM))]


def _cited(source: str, room: int) -> str:
    """A source in so many cells: of a long title the end gives way, the paragraph stays."""
    title, comma, paragraph = source.rpartition(", ")
    if cell_len(source) <= room or not comma or cell_len(paragraph) > room - 3:
        return cut(source, room)
    least = cut(title, room - cell_len(paragraph) - 2)
    return f"{least}{comma}{paragraph}" if cell_len(least) > 8 else paragraph


def _ambulance(at: Situation, width: int, each: int) -> list[Line]:
    """What is advised and what goes: every unit with its level of care."""
    advice, state = at.decision.ambulance, at.state
    glyph, word, role = _AMBULANCE[advice.status]
    since = state.ambulance_on_scene_at or state.ambulance_dispatched_at
    if state.units and advice.status is AmbulanceStatus.GEWONE_UITVRAAG:
        glyph, word, role = _AMBULANCE[AmbulanceStatus.INGEZET]
    if since:
        word = f"{word} {elapsed(state.opened_at, since)}"
    elif state.request:
        glyph, word, role = "~", f"aangevraagd {elapsed(state.opened_at, state.request.at)}", Role.ASK
    gone = len(state.units)
    count = f" {gone}/{advice.units}" if advice.units else f" {gone}" if gone else ""
    wanted = f"[F2] {advice.units}x {advice.urgency}" if advice.units else ""
    lacking = bool(gone) and gone < advice.units
    if lacking:
        glyph = "!"
    units = [_unit(id, unit) for id, unit in state.units.items()]
    below = _reason(clean(advice.text), clean(advice.source), width)
    short = _under(clean(advice.text), width, Role.TEXT)
    if each == 1:
        taken = max(15, cell_len(word))
        room = width - NAME - 5 - taken
        free = f"{wanted} [E]" if wanted else ""
        rest = _listed(units, room) if units else "[E]" if state.request else free
        narrow: Line = (
            (f" {glyph} {cell(f'AMBULANCE{count}', NAME)} ", role),
            (cell(word, taken), role),
            (f" {cut(rest, room)}", Role.TEXT),
        )
        return [narrow]
    rows = _rows((glyph, word, role), f"AMBULANCE{count}", "" if units else wanted, [], width, 1)
    if units:
        below = [*_under(_listed(units, width - 4), width, Role.TEXT), *(below if each > 3 else short)]
    return [*rows, *below, *([()] * each)][:each]


def _unit(id: str, unit: UnitState) -> str:
    level = f" {LEVELS[unit.level]}" if unit.level else ""
    return f"{clean(id)}{level}{' »' if unit.on_scene_at else ''}"


def _listed(units: list[str], room: int) -> str:
    """As many units as fit; the others are counted."""
    shown = ", ".join(units)
    kept = len(units)
    while cell_len(shown) > room and kept > 1:
        kept -= 1
        shown = f"{', '.join(units[:kept])} +{len(units) - kept}"
    return shown


def _partner(sight: Sight, id: str, decided: PartnerDecision, width: int, each: int) -> list[Line]:
    at = sight.at
    reason = next((r for r in decided.reasons if r.decides), None)
    text, source = (clean(reason.text), clean(reason.source)) if reason else (_met(at, decided), "")
    state, text, note = _progress(at, id, decided, text)
    note = "" if each > 1 and note.startswith("NU ") else note
    known = at.state.partners.get(id)
    numbers = counted(known) if known else ""
    right = numbers or note if each == 1 else numbers
    below = _reason(f"{note[:1].upper()}{note[1:]}. {text}" if note else text, source, width)
    if each > 3 and known and known.message:
        below += _under(f"Bericht: {clean(known.message)}", width, Role.DIM, 2)
    return _rows(state, at.name(id), right, below, width, each)


def counted(known: PartnerState) -> str:
    """Called, accepted and on scene, and the AEDs that come along, as far as they are known."""
    people = (known.called, known.accepted, known.on_scene)
    text = "→".join("?" if number is None else str(number) for number in people)
    text = "" if all(number is None for number in people) else text
    aeds = "" if known.aeds is None else f"{known.aeds} AED"
    return ", ".join(part for part in (text, aeds) if part)


def _met(at: Situation, decided: PartnerDecision) -> str:
    """Nothing stands in the way; what is unknown is named."""
    if not decided.unknown:
        return "Aan alle criteria is voldaan."
    labels = (clean(at.rulebook.facts[name].label) for name in decided.unknown)
    return f"Nog onbekend: {', '.join(labels)}."


def _progress(at: Situation, id: str, decided: PartnerDecision, text: str) -> tuple[State, str, str]:
    """What was done goes before what is advised; that it should not have been done is said as well. The
    state, the reason, and in a word what else was done."""
    opened, known = at.state.opened_at, at.state.partners.get(id)
    advice = decided.status.replace("_", " ")
    if known is None:
        glyph, role = GLYPHS[decided.status]
        return (glyph, advice, role), text, ""
    if known.failed_at:
        word = f"niet aangekomen {elapsed(opened, known.failed_at)}"
        word = word if len(word) <= STATUS else "niet aangekomen >1 u"
        return (FAILED, word, Role.STOP), f"Alarmeer opnieuw of bel zelf. Advies: {advice}.", ""
    if known.withdrawn_at:
        word = f"ingetrokken {elapsed(opened, known.withdrawn_at)}"
        return (WITHDRAWN, word, Role.DIM), f"Advies nu: {advice}.", ""
    if known.arrived_at:
        state = ARRIVED, f"ter plaatse {elapsed(opened, known.arrived_at)}", Role.DONE
    else:
        state = ALARMED, f"gealarmeerd {elapsed(opened, known.alarmed_at)}", Role.DONE
    note = "gewaarschuwd" if known.warned_at else "teruggekoppeld" if known.feedback_sent_at else ""
    if id in late(at):
        if reason := stays(at, id):
            return (
                (state[0], state[1], Role.ASK),
                f"Blijft gaan: {clean(reason)}. Advies nu: {advice}.",
                "blijft gaan",
            )
        return (LATE, state[1], Role.STOP), f"NU {advice.upper()}: {text}", note or f"NU {_short(decided)}"
    if known.override_reason:
        return state, f"Tegen het advies: {clean(known.override_reason)}", note or "tegen advies"
    return state, _met(at, decided), note


def _short(decided: PartnerDecision) -> str:
    """Why a partner under way should not be, in a few letters."""
    return "NIET NODIG" if decided.status is Status.WACHT_OP_VERMOEDEN else "UITGESL."
