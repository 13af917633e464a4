"""What can be done with partners after F9: first what the call asks for now, then each partner on its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mka_assist.call.commands import Command, SeeAlarm, SendFeedback, WithdrawPartner
from mka_assist.call.crowding import crowding
from mka_assist.call.partner_messages import danger_for, danger_words, learned_at
from mka_assist.console.partner_menu import no_feedback, notice, one, warn, withdraw
from mka_assist.console.steps import Menu, Note, Option, Prompt, Situation, Step
from mka_assist.decision.outcome import PartnerDecision, Reason
from mka_assist.rulebook.model import LATE, Status
from mka_assist.rulebook.policy import LatePolicy

STAYS = ("al bijna ter plaatse", "in overleg met de partner", "hulp blijft nodig")
"""Ready reasons to let a partner go on."""
AGREED = "zo afgesproken in de regio"


def partners(at: Situation) -> Step:
    """The menu of F9."""
    each = [Option(f"{at.name(id)} …", one(at, id, decided)) for id, decided in decided_partners(at).items()]
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
    known = at.decision.partners
    return tuple(id for id in at.state.alarmed if id in known and known[id].status in LATE)


def warned(at: Situation, id: str) -> bool:
    """Was this partner warned since the danger became known?"""
    moment, rules = at.state.partners[id].warned_at, at.rulebook.rules
    facts = {fact for rule in _rules(at.decision.partners[id]) if rule in rules for fact in rules[rule].facts}
    return moment is not None and moment >= learned_at(at.state, at.rulebook, facts)


def stays(at: Situation, id: str) -> str:
    """Why a partner under way goes on although it should not, once somebody decided that; otherwise empty.
    Another exclusion than the one decided on asks again."""
    seen, partner = at.state.seen.get(_stay(at, id)), at.state.partners.get(id)
    return seen.reason if seen and partner and seen.at >= partner.alarmed_at else ""


def _stay(at: Situation, id: str) -> str:
    """The name under which it is kept that a partner goes on."""
    return f"laten_staan {id} {'+'.join(sorted(_rules(at.decision.partners[id])))}"[:100]


def _rules(decided: PartnerDecision) -> tuple[str, ...]:
    """The rules that bring about the status of a partner."""
    return tuple(reason.rule for reason in decided.reasons if reason.decides)


def _late(at: Situation) -> list[Option]:
    """What to do about partners that should not go any more, those in danger first."""
    waiting = [id for id in late(at) if not stays(at, id)]
    danger = [id for id in waiting if unsafe(at, at.decision.partners[id]) and not warned(at, id)]
    by_text: dict[str, tuple[str, ...]] = {}
    for id in danger:
        by_text[notice(at, id)] = (*by_text.get(notice(at, id), ()), id)
    options = [
        Option(
            f"waarschuw {at.names(ids)} en trek in: {_danger(at, ids[0])}",
            warn(at, ids, at.names(ids), withdraw=True),
        )
        for ids in by_text.values()
    ]
    for id in waiting:
        if id not in danger:
            options += _not_needed(at, id)
    return options


def _not_needed(at: Situation, id: str) -> Iterator[Option]:
    """Withdraw or let go on, what the region prefers first (Kwaliteitskader 5.1 leaves it open)."""
    name, decided = at.name(id), at.decision.partners[id]
    if decided.status is Status.WACHT_OP_VERMOEDEN:
        yield Option(f"trek {name} in: geen vermoeden meer", (WithdrawPartner(id, "geen reanimatie"),))
        return
    why = next(iter(_rules(decided)), "regel").replace("-", " ")
    gone = Option(f"trek {name} in: {why}", (WithdrawPartner(id, f"uitgesloten, {why}"[:100]),))
    partner = at.rulebook.partners.get(id)
    policy = partner.late_policy if partner else LatePolicy.KEUZE
    if policy is LatePolicy.LATEN_STAAN:
        yield Option(f"laat {name} gaan: {AGREED}", (_let_go(at, id, AGREED),))
        yield gone
        return
    yield gone
    ready = [Option(reason, (_let_go(at, id, reason),)) for reason in STAYS]
    other = Prompt(f"Waarom gaat {name} door?", "korte reden", lambda text: (_let_go(at, id, text),))
    stay = Menu(f"Laat {name} gaan, want:", (*ready, Option("andere reden …", other)))
    yield Option(f"laat {name} gaan …", stay)


def _let_go(at: Situation, id: str, reason: str) -> Command:
    """Raises `ValueError`: without a reason nothing is decided."""
    if not reason.strip():
        raise ValueError("Typ een korte reden.")
    return SeeAlarm(_stay(at, id), f"{at.name(id)} gaat door", reason)


def _feedback(at: Situation) -> list[Option]:
    found = crowding(at.state, at.rulebook, at.now)
    waiting = found.feedback
    if not waiting:
        return []
    names = ", ".join(each.name for each in waiting)
    options = [Option(f"aan {each.name}: {each.text}", (SendFeedback(each.partner),)) for each in waiting]
    if len(waiting) > 1:
        options.append(Option("aan allemaal", tuple(SendFeedback(each.partner) for each in waiting)))
    options.append(Option("niet nodig …", no_feedback(tuple(each.partner for each in waiting), names)))
    options.append(Option("later", Note("De terugkoppeling blijft staan: F9.")))
    title = f"Drukte: {found.reported} ter plaatse, verwacht {found.expected}. Terugkoppelen:"
    return [Option(f"drukte terugkoppelen aan {names} …", Menu(title, tuple(options)))]


def _everybody(at: Situation) -> list[Option]:
    standing = at.state.alarmed
    if len(standing) < 2:
        return []
    warned = Option("waarschuwen …", warn(at, standing, "alle gealarmeerde partners"))
    gone = Option("alarm intrekken …", withdraw(standing, "alle gealarmeerde partners"))
    return [Option("alle gealarmeerde partners …", Menu("Alle gealarmeerde partners", (warned, gone)))]


def _danger(at: Situation, id: str) -> str:
    return danger_words(danger_for(at.state, at.decision, at.rulebook, id))
