"""What can be wrong with flows as a whole: dead ends, steps nobody reaches, a rescuer who is sent away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mka_assist.instruction.model import Barrier, Choice, Flow, Selector, Step
from mka_assist.instruction.vocabulary import SENDS_AWAY
from mka_assist.rulebook.diagnostics import Diagnostics, Severity
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.refusals import shown


def check_flow(flow: Flow, report: Diagnostics) -> None:
    """Report what is wrong with the steps of one flow and the ways between them."""
    _check_targets(flow, report)
    for step in flow.steps.values():
        _check_step(flow, step, report)
    if not any(step.new_round for step in flow.steps.values()):
        help = 'Geef de stap waarin de melder begint te duwen "ronde: ja".'
        report.add("I019", flow.place, f'in "{flow.id}" begint nergens een ronde', help)


def check_reach(flow: Flow, barriers: Iterable[Barrier], report: Diagnostics) -> None:
    """Report steps that nobody reaches and steps without a way to an end, once every way leads to a step.
    A flow is entered at its first step, from another flow, and after a barrier."""
    entries = [flow.first.id, flow.entry, *(b.to for b in barriers if b.to)]
    reachable = _closure(flow, entries, forward=True)
    ends = _closure(flow, [step.id for step in flow.steps.values() if step.end], forward=False)
    if endless := [step for step in flow.steps.values() if step.id not in ends]:
        names = ", ".join(step.id for step in endless)
        help = 'Geef een stap "einde: ja" en verwijs ernaar, bijvoorbeeld onder "altijd".'
        report.add("I014", endless[0].place, f"vanaf hier komt er nooit een einde: {names}", help)
        return
    for step in flow.steps.values():
        if step.id not in reachable:
            message = f'de stap "{step.id}" is vanaf "{flow.first.id}" niet te bereiken'
            help = "Verwijs ernaar, of haal de stap weg."
            report.add("I011", step.place, message, help, Severity.WAARSCHUWING)


def check_selectors(selectors: Iterable[Selector], flows: Mapping[str, Flow], report: Diagnostics) -> None:
    """Report flows that are chosen and do not exist, and flows that exist and are never chosen."""
    chosen: set[str] = set()
    for selector in selectors:
        chosen.add(selector.flow)
        if selector.flow not in flows:
            help = suggest(selector.flow, flows) or f"Kies uit: {', '.join(flows)}."
            report.add("I060", selector.place, f'onbekende stroom "{shown(selector.flow)}"', help)
    for flow in flows.values():
        if flow.id not in chosen:
            help = 'Zet de stroom in het algemene bestand bij "keuze".'
            message = f'de stroom "{flow.id}" wordt nooit gekozen'
            report.add("I063", flow.place, message, help, Severity.WAARSCHUWING)


def check_barriers(barriers: Iterable[Barrier], flows: Mapping[str, Flow], report: Diagnostics) -> None:
    """Report barriers after which some flow has nowhere to go on."""
    for barrier in barriers:
        lacking = [flow.id for flow in flows.values() if barrier.to and barrier.to not in flow.steps]
        if lacking:
            message = f'de stap "{shown(barrier.to)}" ontbreekt in: {", ".join(lacking)}'
            report.add("I042", barrier.place, message, "Na een belemmering gaat elke stroom daar verder.")


def _check_targets(flow: Flow, report: Diagnostics) -> None:
    for choice in (*(c for step in flow.steps.values() for c in step.choices), *flow.always):
        target = flow.steps.get(choice.to)
        if target is None:
            help = suggest(choice.to, flow.steps) or "Noem de id van een stap in dit bestand."
            report.add("I010", choice.place, f'onbekende stap "{shown(choice.to)}"', help)
        elif target.sends_away and not choice.second_person:
            message = f'de stap "{target.id}" stuurt iemand weg, maar er is misschien maar één helper'
            help = 'Geef deze keuze "als_tweede_persoon: ja".'
            report.add("I020", choice.place, message, help)
    if flow.first.sends_away:
        help = "Begin met een stap waarin de melder bij de patiënt blijft."
        report.add("I020", flow.first.place, "de eerste stap stuurt de enige helper weg", help)


def _check_step(flow: Flow, step: Step, report: Diagnostics) -> None:
    if not step.choices and not step.end:
        help = 'Voeg "volgende" toe, of "einde: ja".'
        report.add("I012", step.place, f'na de stap "{step.id}" komt niets', help)
    if not step.sends_away and (found := SENDS_AWAY["nl"].search(step.say)):
        message = f'deze stap stuurt iemand weg ("{found[0]}") en is niet zo gemerkt'
        report.add("I021", step.place, message, 'Voeg "haal_hulp: ja" toe, of zeg het anders.')
    keys: dict[str, Choice] = {}
    answers: dict[str, Choice] = {}
    for choice in flow.choices(step):
        if choice.key in keys:
            message = f'bij de stap "{step.id}" hoort de toets "{choice.key}" bij twee keuzes'
            report.add("I018", keys[choice.key].place, message, "Kies een andere toets.")
        if choice.answer in answers:
            message = f'bij de stap "{step.id}" staat het antwoord "{choice.answer}" twee keer'
            report.add("I018", answers[choice.answer].place, message, "Kies een ander antwoord.")
        keys.setdefault(choice.key, choice)
        answers.setdefault(choice.answer, choice)


def _closure(flow: Flow, start: Iterable[str], *, forward: bool) -> set[str]:
    """The steps that follow from these, or (backward) that lead to them."""
    links: dict[str, set[str]] = {}
    for here, there in _links(flow):
        links.setdefault(here if forward else there, set()).add(there if forward else here)
    found, waiting = set(start), list(start)
    while waiting:
        for other in links.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _links(flow: Flow) -> Iterator[tuple[str, str]]:
    for step in flow.steps.values():
        for choice in flow.choices(step):
            yield step.id, choice.to
