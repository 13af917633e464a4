"""Why this question is asked now; per partner why, why not, what is unknown and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mka_assist.call.state import CallState, facts
from mka_assist.console.lines import Line, Role, clean, fold, line
from mka_assist.console.partner_choices import decided_partners
from mka_assist.console.ui import Sight, current
from mka_assist.console.views.alerts import MARKS, sentence
from mka_assist.console.views.partners import GLYPHS
from mka_assist.decision.asking import Asker
from mka_assist.decision.change_words import change_in_words
from mka_assist.decision.explaining import Explainer, Explanation, PartnerExplanation
from mka_assist.decision.outcome import PartnerDecision
from mka_assist.rulebook.clauses import listed
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.week import local


def explanation(sight: Sight, width: int) -> Iterator[Line]:
    """The whole explanation of a call as it stands."""
    yield from _why(sight, width)
    yield from _alarms(sight, width)
    advice = sight.at.decision.ambulance
    yield line(f" AMBULANCE: {advice.status.replace('_', ' ')}", Role.STRONG)
    extra = f" Extra: {clean(advice.extra)}." if advice.extra else ""
    yield from _indented(f"{advice.text}{extra} [{advice.source}]", width)
    explained = _KEPT.of(sight.at.state, sight.at.rulebook)
    labels = {name: clean(spec.label) for name, spec in sight.at.rulebook.facts.items()}
    for id, decided in decided_partners(sight.at).items():
        yield ()
        glyph, name = GLYPHS[decided.status][0], sight.at.name(id)
        done = " (al gealarmeerd)" if id in sight.at.state.alarmed else ""
        yield line(f" {glyph} {name}: {decided.status.replace('_', ' ')}{done}", Role.STRONG)
        if id in explained.partners:
            for text in _ways(explained.partners[id], labels):
                yield from _indented(text, width, Role.ASK)
        yield from _reasons(sight, decided, width)


def why_asked(sight: Sight) -> str:
    """Why the question that stands is asked now, in one sentence; empty when none stands."""
    at = sight.at
    spec = current(at, sight.ui.selected)
    if spec is None:
        return ""
    if spec.recognition:
        return "Herkennen gaat voor alles: twee keer nee is een vermoeden van reanimatie."
    if spec.name not in at.decision.ask_next:
        return "U koos deze vraag zelf; het antwoord verandert nu niets aan het advies."
    day = local(at.state.opened_at).date()
    rulebook = at.rulebook.in_force(day)
    decides = Asker(rulebook).decides(spec.name, facts(at.state, rulebook.facts), day)
    about = [at.name(id) for id in decides if id] + ["de ambulance" for id in decides if not id]
    if not about:
        return "Het antwoord kan het advies nog veranderen."
    return f"Het antwoord kan het advies nog veranderen voor {listed(about, 'en')}."


def _why(sight: Sight, width: int) -> Iterator[Line]:
    spec = current(sight.at, sight.ui.selected)
    if spec is None or sight.watching:
        return
    yield line(" WAAROM DEZE VRAAG", Role.STRONG)
    yield from _indented(f"{spec.question} {why_asked(sight)}", width)
    yield ()


def _alarms(sight: Sight, width: int) -> Iterator[Line]:
    for alarm in sight.alarms:
        seen = f" (opzij: {alarm.reason})" if alarm.aside else " (gezien)" if alarm.seen else ""
        for text in fold(f"{MARKS[alarm.condition.priority]} {sentence(alarm)}{seen}", width - 2):
            yield line(f" {text}", Role.STRONG)
        yield from _indented(alarm.condition.detail, width, Role.DIM)
    if sight.alarms:
        yield ()


class _Kept:
    """The explanation of one call as it stands, for a panel that is drawn twice a second."""

    def __init__(self) -> None:
        self._kept: tuple[CallState, RuleBook, Explanation] | None = None

    def of(self, state: CallState, rulebook: RuleBook) -> Explanation:
        """The call explained by the rules it is decided by: those of the day it began."""
        kept = self._kept
        if kept and kept[0] is state and kept[1] is rulebook:
            return kept[2]
        explainer = Explainer(rulebook, local(state.opened_at).date())
        explained = explainer.explain(facts(state, rulebook.facts), state.last_at)
        self._kept = state, rulebook, explained
        return explained


_KEPT = _Kept()


def _ways(explained: PartnerExplanation, labels: Mapping[str, str]) -> Iterator[str]:
    """What would have to be otherwise for this partner to be alarmed."""
    for change in explained.to_alarm:
        yield f"Wordt alarmeren als: {change_in_words(change, labels)}."


def _reasons(sight: Sight, decided: PartnerDecision, width: int) -> Iterator[Line]:
    for reason in decided.reasons:
        role = Role.TEXT if reason.decides else Role.DIM
        decides = "BESLIST. " if reason.decides else ""
        text = f"{decides}{reason.kind} {reason.rule} ({reason.verdict}): {reason.text} [{reason.source}]"
        for number, row in enumerate(fold(text, width - 8)):
            yield line(f"   {'- ' if number == 0 else '  '}{row}", role)
    if decided.unknown:
        labels = ", ".join(clean(sight.at.rulebook.facts[name].label) for name in decided.unknown)
        yield from _indented(f"Onbekend: {labels}.", width, Role.ASK)


def _indented(text: str, width: int, role: Role = Role.TEXT) -> Iterator[Line]:
    for row in fold(text, width - 6):
        yield line(f"     {row}", role)
