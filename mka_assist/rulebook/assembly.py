"""Putting the national files and at most one region together into a rulebook, and what can clash there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from mka_assist.rulebook.diagnostics import Diagnostics
from mka_assist.rulebook.facts import CONTRACT, Value, suggest
from mka_assist.rulebook.model import Agreement, Kind, Partner, Rule, RuleBook
from mka_assist.rulebook.policy import LatePolicy
from mka_assist.rulebook.reader import BookText, RegionText
from mka_assist.rulebook.reading_partners import PartnerText
from mka_assist.rulebook.reading_policy import combined
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.vocabulary import EVERYBODY, GROUPS

PLAIN_CASE: Mapping[str, Value | None] = {"vermoeden_reanimatie": True, "ambulance_ingezet": True}
"""What examples start from where no national file says otherwise (`uitgangspunt`)."""


def assemble(
    books: Sequence[BookText],
    region: RegionText | None,
    stamp: tuple[str, tuple[str, ...]],
    report: Diagnostics,
) -> RuleBook:
    """One rulebook from texts already read; `stamp` is the hash and the names of the files.

    Clashes between files are reported; the result is usable only when the report has no errors.
    """
    sha256, files = stamp
    texts = _merge_partners(books, region, report)
    rules = _collect_rules(books, region, texts, report)
    _check_names(rules.values(), texts, report)
    for rule in region.all_rules() if region else ():
        _check_derivation(rule, report)
    replacing = [rule for rule in rules.values() if rule.replaces]
    for rule in replacing:
        _check_replacement(rule, rules, texts.values(), report)
    policy = combined(
        [book.policy for book in books],
        region.policy if region else None,
        region.valid_until if region else None,
        report,
    )
    in_order = sorted(texts.values(), key=_out_of_reach)
    partners = {text.id: _resolve(text, rules, policy["late_policy"]) for text in in_order}
    texts_read: list[BookText | RegionText] = [*books, *([region] if region else [])]
    versions = [text.version for text in texts_read if text.version]
    starts = [text.valid_from for text in texts_read if text.valid_from]
    return RuleBook(
        version=" + ".join(versions) or "zonder versie",
        region=region.id if region else "",
        region_name=region.name if region else "",
        example_region=bool(region and region.example),
        sha256=sha256,
        files=files,
        facts={**CONTRACT, **(region.facts if region else {})},
        rules=rules,
        partners=partners,
        strata=_strata(rules.values(), report),
        example_facts=next((book.example_facts for book in books if book.example_facts), PLAIN_CASE),
        valid_from=max(starts, default=dt.date(2024, 1, 1)),
        **policy,
    )


def _merge_partners(
    books: Sequence[BookText], region: RegionText | None, report: Diagnostics
) -> dict[str, PartnerText]:
    merged: dict[str, PartnerText] = {}
    for book in books:
        for partner in book.partners:
            if partner.id in merged:
                first = merged[partner.id].place
                report.add("R050", partner.place, f'partner "{partner.id}" bestaat al', f"Zie {first}.")
            merged[partner.id] = partner
    seen: set[str] = set()
    for partner in region.partners if region else ():
        if partner.id in seen:
            help = "Voeg samen wat bij deze partner hoort."
            report.add("R050", partner.place, f'partner "{partner.id}" staat twee keer in deze regio', help)
        seen.add(partner.id)
        base = merged.get(partner.id)
        if base is None and not (partner.name and partner.group):
            help = suggest(partner.id, merged) or 'Een nieuwe partner heeft "naam" en "groep" nodig.'
            report.add("R051", partner.place, f'onbekende partner "{partner.id}"', help)
        merged[partner.id] = _extend(base, partner, region.valid_until if region else None)
    return merged


def _extend(base: PartnerText | None, added: PartnerText, until: dt.date | None) -> PartnerText:
    """What the region says of a partner goes before what the nation says; rules add up."""
    agreement = added.agreement
    if agreement and until and (agreement.valid_until is None or agreement.valid_until > until):
        agreement = Agreement(
            party=agreement.party, document=agreement.document, date=agreement.date, valid_until=until
        )
    return PartnerText(
        id=added.id,
        name=added.name or (base.name if base else ""),
        group=added.group or (base.group if base else ""),
        agreement=agreement or (base.agreement if base else None),
        expected=added.expected or (base.expected if base else None),
        message=added.message or (base.message if base else ""),
        warning=added.warning or (base.warning if base else ""),
        stand_down=added.stand_down or (base.stand_down if base else ""),
        late=added.late,
        rules=(*(base.rules if base else ()), *added.rules),
        national=base is not None,
        place=added.place,
    )


def _collect_rules(
    books: Sequence[BookText],
    region: RegionText | None,
    partners: Mapping[str, PartnerText],
    report: Diagnostics,
) -> dict[str, Rule]:
    collected: dict[str, Rule] = {}
    general = [rule for book in books for rule in book.rules] + list(region.rules if region else ())
    for rule in (*general, *(rule for partner in partners.values() for rule in partner.rules)):
        if rule.id in collected:
            first = collected[rule.id]
            help = f"Zie {first.places.get('id', first.place)}; kies een andere id."
            report.add("R052", rule.places.get("id", rule.place), f'er is al een regel "{rule.id}"', help)
        collected.setdefault(rule.id, rule)
    return collected


def _check_names(rules: Iterable[Rule], partners: Mapping[str, PartnerText], report: Diagnostics) -> None:
    known = (EVERYBODY, *GROUPS, *partners)
    for rule in rules:
        for name in rule.applies_to:
            if name not in known:
                help = suggest(name, known) or f"Kies uit: {', '.join(known)}."
                place = rule.places.get(name, rule.place)
                report.add("R053", place, f'"{shown(name)}" bij geldt_voor is geen partner of groep', help)


def _resolve(text: PartnerText, rules: Mapping[str, Rule], late: LatePolicy) -> Partner:
    mine = [rule for rule in rules.values() if _concerns(rule, text)]
    replaced = {rule.replaces for rule in mine if rule.replaces}
    return Partner(
        id=text.id,
        name=text.name or text.id,
        group=text.group,
        needs_agreement=_needs_agreement(text),
        criteria=tuple(rule.id for rule in mine if rule.id not in replaced),
        replaced=tuple(rule.id for rule in mine if rule.id in replaced),
        agreement=text.agreement,
        expected=text.expected,
        message=text.message,
        warning=text.warning,
        stand_down=text.stand_down,
        late_policy=text.late or late,
        place=text.place,
    )


def _concerns(rule: Rule, partner: PartnerText) -> bool:
    return not {EVERYBODY, partner.group, partner.id}.isdisjoint(rule.applies_to)


def _out_of_reach(text: PartnerText) -> bool:
    """Partners without an agreement stand last."""
    return text.agreement is None and _needs_agreement(text)


def _needs_agreement(text: PartnerText) -> bool:
    return GROUPS.get(text.group, True) or not text.national


def _check_derivation(rule: Rule, report: Diagnostics) -> None:
    """A region may fill in a national fact that nobody answered, but not overrule what the centralist said:
    that would bend a national criterion unseen."""
    if rule.derives and rule.derives[0] in CONTRACT and rule.overrides_input:
        place = rule.places.get("gaat_voor_invoer", rule.place)
        help = "Haal gaat_voor_invoer weg, of leid een eigen feit af."
        message = f'"{rule.derives[0]}" is een landelijk feit: een regio gaat niet voor op het antwoord'
        report.add("R061", place, message, help)


def _check_replacement(
    rule: Rule, rules: Mapping[str, Rule], partners: Collection[PartnerText], report: Diagnostics
) -> None:
    """A replacement names another rule that may be replaced, with the decision on file, and replaces it
    for at least one partner: else somebody believes in a change that does nothing."""
    old, place = rules.get(rule.replaces), rule.places.get("vervangt", rule.place)
    if old is None or old.id == rule.id:
        help = suggest(rule.replaces, [id for id in rules if id != rule.id]) or "Noem de id van een regel."
        report.add("R054", place, f'"{shown(rule.replaces)}" bij vervangt is geen andere regel', help)
    elif old.unshakable:
        help = "Deze regel geldt voor iedereen, ook voor uw regio."
        report.add("R055", place, f'regel "{old.id}" is onwrikbaar en kan niet worden vervangen', help)
    elif old.replaces:
        help = "Vervang de oorspronkelijke regel."
        report.add("R059", place, f'regel "{old.id}" vervangt zelf al een regel', help)
    elif not any(_concerns(old, partner) and _concerns(rule, partner) for partner in partners):
        help = "Kijk bij beide regels naar geldt_voor. Alleen een criterium kan worden vervangen."
        message = f'deze regel vervangt "{old.id}" voor geen enkele partner'
        report.add("R058", place, message, help)
    elif rule.deviation is None:
        help = "Voeg toe: afwijking: {reden, besluit, vastgesteld_door, datum}."
        report.add("R056", place, f'deze regel vervangt "{old.id}" zonder afwijking', help)


def _strata(rules: Iterable[Rule], report: Diagnostics) -> tuple[tuple[Rule, ...], ...]:
    """Derivations by depth: each stratum needs only facts that are given or derived before it."""
    derivations: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.kind is Kind.AFLEIDING and rule.derives:
            derivations.setdefault(rule.derives[0], []).append(rule)
    strata: list[tuple[Rule, ...]] = []
    waiting = dict(derivations)
    while waiting:
        needs = {name: {f for rule in mine for f in rule.facts} for name, mine in waiting.items()}
        ready = [name for name in waiting if not needs[name].intersection(waiting)]
        if not ready:
            loop = _loop(needs)
            chain = " → ".join((*loop, loop[0]))
            help = "Haal één van deze feiten uit de voorwaarde van een afleiding."
            place = waiting[loop[0]][0].place
            report.add("R057", place, f"afleidingen verwijzen in een kring: {chain}", help)
            break
        strata.append(tuple(rule for name in ready for rule in waiting.pop(name)))
    return tuple(strata)


def _loop(needs: Mapping[str, set[str]]) -> list[str]:
    """Facts that need each other in a ring, where every fact needs at least one of the others or itself."""
    path = [next(iter(needs))]
    while (following := min(needs[path[-1]].intersection(needs))) not in path:
        path.append(following)
    return path[path.index(following) :]
