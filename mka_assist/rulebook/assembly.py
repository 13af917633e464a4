"""Putting the national files and at most one region together into a rulebook, and what can clash there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from mka_assist.rulebook.diagnostics import Diagnostics, Place
from mka_assist.rulebook.facts import CONTRACT, Value, suggest
from mka_assist.rulebook.model import Agreement, Kind, Partner, Rule, RuleBook
from mka_assist.rulebook.reader import BookText, RegionText
from mka_assist.rulebook.reading_partners import PartnerText
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
    for rule in rules.values():
        if rule.replaces:
            _check_replacement(rule, rules, report)
    partners = {text.id: _resolve(text, rules) for text in texts.values()}
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
    )


def _merge_partners(
    books: Sequence[BookText], region: RegionText | None, report: Diagnostics
) -> dict[str, PartnerText]:
    merged: dict[str, PartnerText] = {}
    for book in books:
        for partner in book.partners:
            if partner.id in merged:
                first = merged[partner.id].place
                report.add("R050", partner.place, f'partner "{partner.id}" bestaat al', f"zie {first}")
            merged[partner.id] = partner
    seen: set[str] = set()
    for partner in region.partners if region else ():
        if partner.id in seen:
            report.add("R050", partner.place, f'partner "{partner.id}" staat twee keer in deze regio')
        seen.add(partner.id)
        base = merged.get(partner.id)
        if base is None and not (partner.name and partner.group):
            help = suggest(partner.id, tuple(merged)) or 'een nieuwe partner heeft "naam" en "groep" nodig'
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
            first = collected[rule.id].place
            report.add(
                "R052", rule.place, f'er is al een regel "{rule.id}"', f"zie {first}; kies een andere id"
            )
        collected.setdefault(rule.id, rule)
    return collected


def _check_names(rules: Iterable[Rule], partners: Mapping[str, PartnerText], report: Diagnostics) -> None:
    known = (EVERYBODY, *GROUPS, *partners)
    for rule in rules:
        for name in rule.applies_to:
            if name not in known:
                help = suggest(name, known) or f"kies uit: {', '.join(known)}"
                report.add("R053", rule.place, f'"{name}" bij geldt_voor is geen partner of groep', help)


def _resolve(text: PartnerText, rules: Mapping[str, Rule]) -> Partner:
    audience = {EVERYBODY, text.group, text.id}
    mine = [rule for rule in rules.values() if audience.intersection(rule.applies_to)]
    replaced = {rule.replaces for rule in mine if rule.replaces}
    return Partner(
        id=text.id,
        name=text.name or text.id,
        group=text.group,
        needs_agreement=GROUPS.get(text.group, True) or not text.national,
        criteria=tuple(rule.id for rule in mine if rule.id not in replaced),
        agreement=text.agreement,
        expected=text.expected,
        message=text.message,
        place=text.place,
    )


def _check_replacement(rule: Rule, rules: Mapping[str, Rule], report: Diagnostics) -> None:
    old = rules.get(rule.replaces)
    if old is None or old.id == rule.id:
        help = suggest(rule.replaces, tuple(rules))
        report.add("R054", rule.place, f'"{rule.replaces}" bij vervangt is geen regel', help)
    elif old.unshakable:
        help = "deze regel geldt voor iedereen, ook voor uw regio"
        report.add("R055", rule.place, f'regel "{old.id}" is onwrikbaar en kan niet worden vervangen', help)
    elif rule.deviation is None:
        help = "voeg toe: afwijking: {reden, besluit, vastgesteld_door, datum}"
        report.add("R056", rule.place, f'regel "{rule.id}" vervangt een regel zonder afwijking', help)


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
            place: Place = next(iter(waiting.values()))[0].place
            report.add("R057", place, f"deze afleidingen verwijzen naar elkaar: {', '.join(waiting)}")
            break
        strata.append(tuple(rule for name in ready for rule in waiting.pop(name)))
    return tuple(strata)
