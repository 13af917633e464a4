"""The ambulance and the partners in words, without a sign or a colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mka_assist.call.parts import PartnerState
from mka_assist.console.lines import clean
from mka_assist.console.partner_choices import decided_partners, late
from mka_assist.console.steps import Situation
from mka_assist.console.views.top import elapsed
from mka_assist.decision.outcome import PartnerDecision
from mka_assist.rulebook.model import Status

_SAID: Mapping[Status, str] = {Status.ALARMEREN: "nu alarmeren", Status.NAVRAGEN: "eerst navragen"}


def partner_words(at: Situation, *, acted: bool) -> Mapping[str, str]:
    """For every partner by name how it stands: those for which something was done, or those that have only
    an advice."""
    return {
        at.name(id): _words(at, id, decided)
        for id, decided in decided_partners(at).items()
        if (id in at.state.partners) is acted
    }


def grouped(words: Mapping[str, str]) -> list[str]:
    """Partners that stand the same in one line."""
    names: dict[str, list[str]] = {}
    for name, word in words.items():
        names.setdefault(word, []).append(name)
    return [f"{', '.join(each)}: {word}." for word, each in names.items()]


def ambulance_words(at: Situation) -> str:
    """The units with their urgency, or what is advised."""
    units, advice = at.state.units, at.decision.ambulance
    wanted = f"advies {advice.urgency}, {advice.units} hoogcomplex" if advice.units else ""
    if not units:
        request = at.state.request
        asked = f"geen eenheid vrij, aangevraagd {elapsed(at.state.opened_at, request.at)}" if request else ""
        return "; ".join(part for part in (asked, wanted) if part) or "gewone uitvraag"
    known = [
        f"{clean(id)} {unit.urgency}{' ter plaatse' if unit.on_scene_at else ''}"
        for id, unit in units.items()
    ]
    lacking = [wanted] if wanted and len(units) < advice.units else []
    return ", ".join([*known, *lacking])


def _words(at: Situation, id: str, decided: PartnerDecision) -> str:
    known = at.state.partners.get(id)
    advice = f"{_SAID.get(decided.status) or decided.status.replace('_', ' ')}{_why(decided)}"
    if known is None:
        return advice
    done = ", ".join(_done(at, known))
    if id in late(at):
        return f"{done}, maar NU {advice.upper() if not _why(decided) else advice}"
    return done if known.standing else f"{done}; advies {advice}"


def _why(decided: PartnerDecision) -> str:
    """The reason, where a partner may not be alarmed because of one."""
    if decided.status is not Status.UITGESLOTEN:
        return ""
    text = next((clean(reason.text) for reason in decided.reasons if reason.decides), "")
    return f" ({text.rstrip('.')})" if text else ""


def _done(at: Situation, known: PartnerState) -> Iterator[str]:
    opened = at.state.opened_at
    if known.failed_at:
        yield f"alarm niet aangekomen {elapsed(opened, known.failed_at)}"
    elif known.withdrawn_at:
        yield f"ingetrokken {elapsed(opened, known.withdrawn_at)}"
    elif known.arrived_at:
        yield f"ter plaatse {elapsed(opened, known.arrived_at)}"
    else:
        yield f"gealarmeerd {elapsed(opened, known.alarmed_at)}"
    counts = (
        (known.called, "opgeroepen"),
        (known.accepted, "komen"),
        (known.on_scene, "ter plaatse"),
        (known.aeds, "AED"),
    )
    yield from (f"{number} {word}" for number, word in counts if number is not None)
    if known.warned_at:
        yield "gewaarschuwd"
    if known.feedback_sent_at:
        yield "drukte teruggekoppeld"
    if known.override_reason:
        yield f"tegen het advies: {clean(known.override_reason)}"
