"""What can be done with partners after F9: first what the call asks for now, then each partner on its own."""

from __future__ import annotations

from collections.abc import Mapping

from mka_assist.call.commands import (
    AlarmPartner,
    DismissFeedback,
    SendFeedback,
    WarnPartner,
    WithdrawPartner,
)
from mka_assist.call.crowding import crowding
from mka_assist.call.proposal import advised
from mka_assist.console.steps import Commands, Menu, Option, Prompt, Situation, Step
from mka_assist.decision.outcome import PartnerDecision, Reason
from mka_assist.rulebook.model import Status

REASONS = ("niet meer nodig", "onveilig", "geen reanimatie")
"""Ready reasons to withdraw an alarm."""


def partners(at: Situation) -> Step:
    """The menu of F9."""
    each = [Option(f"{at.name(id)} …", _one(at, id, decided)) for id, decided in decided_partners(at).items()]
    return Menu("Partners: wat nu?", (*_late(at), *_feedback(at), *each, *_everybody(at)))


def decided_partners(at: Situation) -> Mapping[str, PartnerDecision]:
    """Every partner with what is decided of it; also one that was alarmed in this call and that the rulebook
    does not know any more, after a resume with another one."""
    text = "Deze partner staat niet in dit regelboek."
    reason = Reason("regelboek", "regelboek", "nee", text, "", decides=True)
    gone = PartnerDecision(Status.GEEN_AFSPRAAK, (reason,), ())
    known = at.decision.partners
    return {**known, **{id: gone for id in at.state.partners if id not in known}}


def unsafe(at: Situation, decided: PartnerDecision) -> str:
    """The text of the first safety rule that excludes a partner now, or nothing."""
    rules = at.rulebook.rules
    texts = (r.text for r in decided.reasons if r.decides and r.rule in rules and rules[r.rule].safety)
    return next(texts, "")


def late(at: Situation) -> tuple[str, ...]:
    """Partners under way that should not be, on what is known now."""
    gone = (Status.UITGESLOTEN, Status.WACHT_OP_VERMOEDEN)
    known = at.decision.partners
    return tuple(id for id in at.state.alarmed if id in known and known[id].status in gone)


def _late(at: Situation) -> list[Option]:
    options = []
    for id in late(at):
        decided = at.decision.partners[id]
        if notice := unsafe(at, decided):
            both: Commands = (WarnPartner(id, notice[:100]), WithdrawPartner(id, "onveilig"))
            options.append(Option(f"waarschuw {at.name(id)} en trek in: onveilig", both))
        else:
            why = "geen reanimatie" if decided.status is Status.WACHT_OP_VERMOEDEN else "uitgesloten"
            options.append(Option(f"trek {at.name(id)} in: {why}", (WithdrawPartner(id, why),)))
    return options


def _feedback(at: Situation) -> list[Option]:
    waiting = crowding(at.state, at.rulebook, at.now).feedback
    if not waiting:
        return []
    names = ", ".join(each.name for each in waiting)
    sent = tuple(SendFeedback(each.partner) for each in waiting)
    dismissed = tuple(DismissFeedback(each.partner, "niet nodig") for each in waiting)
    return [
        Option(f"drukte teruggekoppeld aan {names}", sent),
        Option("terugkoppeling over drukte is niet nodig", dismissed),
    ]


def _everybody(at: Situation) -> list[Option]:
    standing = at.state.alarmed
    if len(standing) < 2:
        return []
    warn = Option("waarschuwen …", _warn(standing, "alle gealarmeerde partners"))
    withdraw = Option("alarm intrekken …", _withdraw(standing, "alle gealarmeerde partners"))
    return [Option("alle gealarmeerde partners …", Menu("Alle gealarmeerde partners", (warn, withdraw)))]


def _one(at: Situation, id: str, decided: PartnerDecision) -> Menu:
    name, partner = at.name(id), at.state.partners.get(id)
    if partner is None or not partner.standing:
        return Menu(name, (_alarm(at, id, decided),))
    options = [
        Option("waarschuwen …", _warn((id,), name, unsafe(at, decided)[:100])),
        Option("alarm intrekken …", _withdraw((id,), name)),
    ]
    if not partner.feedback_sent_at:
        options.append(Option("drukte teruggekoppeld", (SendFeedback(id),)))
    return Menu(name, tuple(options))


def _alarm(at: Situation, id: str, decided: PartnerDecision) -> Option:
    if id in advised(at.decision):
        return Option("alarmeren", (AlarmPartner(id),))
    status = decided.status.replace("_", " ")
    title = f"Reden om {at.name(id)} toch te alarmeren"
    against = Prompt(title, "korte reden", lambda text: (AlarmPartner(id, text),))
    return Option(f"toch alarmeren (advies: {status}) …", against)


def _warn(ids: tuple[str, ...], who: str, start: str = "") -> Prompt:
    return Prompt(
        f"Waarschuwing aan {who}",
        "alleen wat voor hun veiligheid nodig is",
        lambda text: tuple(WarnPartner(id, text) for id in ids),
        start,
    )


def _withdraw(ids: tuple[str, ...], who: str) -> Menu:
    def because(reason: str) -> Commands:
        return tuple(WithdrawPartner(id, reason) for id in ids)

    other = Prompt(f"Reden om {who} in te trekken", "korte reden", because)
    ready = tuple(Option(reason, because(reason)) for reason in REASONS)
    return Menu(f"Alarm intrekken ({who}), want:", (*ready, Option("andere reden …", other)))
