"""How long the exact analysis of a rulebook takes, beside going through calls and beside naive subtraction.

    python benchmarks/analysis.py [--rounds N] [--json]

The large rulebook is made up from a fixed seed: 300 rules for 8 partners on 40 facts, with faults planted.
*analysis* is every finding of `rules check`, *proof* every property of `rules verify`. The floor is brute
force: one call decided by definition, times the number of calls there are. *naive* answers "can this partner
ever be alarmed" by subtracting one box after another, breadth first, and gives up at a number of pieces.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from math import log10, prod
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import machine, percentile, table
from mka_assist.paths import rules_dir
from mka_assist.rulebook import meaning
from mka_assist.rulebook.age import YEAR
from mka_assist.rulebook.analysis.boxes import Box, subtract
from mka_assist.rulebook.analysis.registry import findings
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.analysis.statements import Statements
from mka_assist.rulebook.condition import All, AnyOf, Condition, Not, Op, Test
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import CONTRACT, FactKind, FactSpec
from mka_assist.rulebook.model import Kind, OnUnknown, Partner, Rule, RuleBook, Source, Status
from mka_assist.rulebook.safety.proving import prove, rulebooks

ROOT = Path(__file__).resolve().parents[1]
RULES, PARTNERS, FACTS = 300, 8, 40
PLANTED = {"A001": 4, "A003": 8, "A004": 4}
"""Faults of these kinds are put in; the analysis must find at least so many."""
MOST_PIECES = 20_000
PROMISES = {"large": 5.0, "check and verify": 1.0}
"""Seconds."""


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="Measure how quickly a rulebook is analysed.")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is done (default: 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    found = {"machine": machine(), "rounds": options.rounds, **measure(options.rounds)}
    found["load at the end"] = machine()["load"]
    print(json.dumps(found, indent=1) if options.json else as_text(found))


def measure(rounds: int) -> dict[str, Any]:
    """The large rulebook, the shipped ones, and the two commands as processes."""
    shipped = rulebooks(rules_dir())
    large = synthetic(Random(1))
    told = Counter(finding.code for finding in findings(large))
    missing = {code: number for code, number in PLANTED.items() if told[code] < number}
    if missing:
        sys.exit(f"planted faults were not found: {missing}, told: {dict(told)}")
    return {
        "large": {
            "rules": len(large.rules),
            "told": dict(sorted(told.items())),
            **timed(lambda: findings(large), lambda: prove(large), rounds),
            **floor(large),
        },
        "shipped": {
            "rules": len({id for book, _ in shipped for id in book.rules}),
            "told": {},
            **timed(
                lambda: [findings(book, nation) for book, nation in shipped],
                lambda: [prove(book, nation) for book, nation in shipped],
                rounds,
            ),
            **floor(shipped[1][0]),
        },
        "process": process(rounds),
    }


def timed(analysis: Callable[[], object], proof: Callable[[], object], rounds: int) -> dict[str, float]:
    """Seconds, in the median."""
    taken: dict[str, list[float]] = {"analysis": [], "proof": []}
    for _ in range(rounds):
        for name, work in (("analysis", analysis), ("proof", proof)):
            start = time.perf_counter()
            work()
            taken[name].append(time.perf_counter() - start)
    return {name: median(values) for name, values in taken.items()}


def floor(book: RuleBook) -> dict[str, Any]:
    """What brute force would take, and how far naive subtraction gets."""
    space = Space.of(book)
    given = {field.name: field.values[-1] for field in space.fields}
    start = time.perf_counter()
    for _ in range(20):
        meaning.judge(book, given)
    per_call = (time.perf_counter() - start) / 20
    calls = prod(len(field.values) for field in space.fields)
    statements = Statements(book, space)
    most = max(naive(statements, partner) for partner in book.partners.values())
    return {"calls": calls, "brute force, years": calls * per_call / (365 * 24 * 3600), "naive, pieces": most}


def naive(statements: Statements, partner: Partner) -> int:
    """The most pieces at any moment when every obstacle is subtracted in turn, up to `MOST_PIECES`."""
    left: list[Box] = [{}]
    most = 1
    for taken in statements.in_the_way(partner):
        left = [piece for box in left for piece in subtract(box, taken, statements.full)]
        most = max(most, len(left))
        if most > MOST_PIECES:
            break
    return most


def process(rounds: int) -> dict[str, dict[str, float]]:
    """`rules check` and `rules verify` of the shipped rules as fresh processes, in turns."""
    script = Path(sys.executable).with_name("mka-assist")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "mka_assist"]
    taken: dict[str, list[float]] = {"check": [], "verify": [], "check and verify": []}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for number in range(rounds + 1):
        both = 0.0
        for name in ("check", "verify"):
            start = time.perf_counter()
            subprocess.run([*program, "rules", name], env=environment, check=True, stdout=subprocess.DEVNULL)
            seconds = time.perf_counter() - start
            both += seconds
            if number:  # the first fills the bytecode
                taken[name].append(seconds)
        if number:
            taken["check and verify"].append(both)
    return {name: {"p50": median(v), "best": min(v), "p90": percentile(v, 0.9)} for name, v in taken.items()}


def synthetic(random: Random) -> RuleBook:
    """A rulebook of a size that no region has, with faults in it."""
    specs = [*facts()]
    partners = [f"partner-{number}" for number in range(PARTNERS)]
    rules: list[Rule] = []

    def add(kind: Kind, condition: Condition, **more: Any) -> Rule:
        rule = Rule(
            id=f"regel-{len(rules) + 1}",
            kind=kind,
            condition=condition,
            text="Een regel.",
            source=Source(document="proef"),
            place=Place("proef.yaml", len(rules) + 1),
            **more,
        )
        rules.append(rule)
        return rule

    dispatched = Test("ambulance_ingezet", Op.IS, (True,))
    suspected = Test("vermoeden_reanimatie", Op.IS, (True,))
    everybody = tuple(partners)
    add(Kind.VOLGORDE, dispatched, applies_to=everybody, effect=Status.WACHT_OP_AMBULANCE,
        on_unknown=OnUnknown.WACHTEN)  # fmt: skip
    add(Kind.INSLUITING, suspected, applies_to=everybody, effect=Status.WACHT_OP_VERMOEDEN,
        on_unknown=OnUnknown.WACHTEN)  # fmt: skip
    add(Kind.AMBULANCE, suspected)
    free = [spec for spec in specs if spec.name not in ("ambulance_ingezet", "vermoeden_reanimatie")]
    derived, given = free[:6], free[6:]
    for spec in derived:
        for _ in range(2):
            add(Kind.AFLEIDING, some_condition(random, given), derives=(spec.name, True),
                overrides_input=random.random() < 0.3)  # fmt: skip
    criteria: list[Rule] = []
    while len(rules) < RULES - sum(PLANTED.values()):
        who = everybody if random.random() < 0.05 else (random.choice(partners),)
        criteria.append(
            add(
                Kind.UITSLUITING,
                some_condition(random, free),
                applies_to=who,
                effect=random.choice((Status.UITGESLOTEN, Status.NIET_VAN_TOEPASSING, Status.NAVRAGEN)),
                on_unknown=random.choice((OnUnknown.ALARMEREN, OnUnknown.ALARMEREN, OnUnknown.NAVRAGEN)),
            )
        )
    for number, rule in enumerate(random.sample(criteria, sum(PLANTED.values()))):
        same = {"applies_to": rule.applies_to, "effect": rule.effect, "on_unknown": rule.on_unknown}
        extra = one_test(random, free)
        if number < PLANTED["A001"]:
            add(Kind.UITSLUITING, All((rule.condition, Not(rule.condition), extra)), **same)
        elif number < PLANTED["A001"] + PLANTED["A003"]:
            add(Kind.UITSLUITING, All((rule.condition, extra)), **{**same, "on_unknown": OnUnknown.ALARMEREN})
        else:
            add(Kind.UITSLUITING, Not(Not(rule.condition)), **same)
    strata = (tuple(rule for rule in rules if rule.kind is Kind.AFLEIDING),)
    return RuleBook(
        version="proef",
        region="",
        region_name="",
        example_region=False,
        sha256="0" * 64,
        files=(),
        facts={spec.name: spec for spec in specs},
        rules={rule.id: rule for rule in rules},
        partners={
            id: Partner(
                id=id,
                name=id,
                group="overig",
                criteria=tuple(rule.id for rule in rules if id in rule.applies_to),
                needs_agreement=False,
                place=Place("proef.yaml", 1_000 + number),
            )
            for number, id in enumerate(partners)
        },
        strata=strata,
        example_facts={"vermoeden_reanimatie": True, "ambulance_ingezet": True},
        valid_from=dt.date(2026, 1, 1),
    )


def facts() -> Iterator[FactSpec]:
    """Forty facts: most of them yes or no, some a choice, an age, a number or a place."""
    yield from (CONTRACT[name] for name in ("ambulance_ingezet", "vermoeden_reanimatie"))
    yield from (FactSpec(f"vraag_{n}", FactKind.JA_NEE, "Vraag", "?") for n in range(24))
    for n in range(8):
        yield FactSpec(f"keuze_{n}", FactKind.KEUZE, "Keuze", "?", tuple("abcdef"[: 3 + n % 4]))
    yield from (FactSpec(f"leeftijd_{n}", FactKind.LEEFTIJD, "Leeftijd", "?") for n in range(2))
    yield from (FactSpec(f"getal_{n}", FactKind.GETAL, "Getal", "?") for n in range(FACTS - 37))
    yield FactSpec("gemeente", FactKind.TEKST, "Gemeente", "?")


def some_condition(random: Random, specs: list[FactSpec]) -> Condition:
    """Two to four tests, joined as people join them."""
    tests: tuple[Condition, ...] = tuple(one_test(random, specs) for _ in range(random.randint(2, 4)))
    shape = random.random()
    if shape < 0.6:
        return All(tests)
    if shape < 0.8:
        return All((tests[0], AnyOf(tests[1:])))
    return All((tests[0], *(Not(test) for test in tests[1:])))


def one_test(random: Random, specs: list[FactSpec]) -> Test:
    """A single test on one of these facts."""
    spec = random.choice(specs)
    match spec.kind:
        case FactKind.JA_NEE:
            return Test(spec.name, Op.IS, (random.random() < 0.8,))
        case FactKind.KEUZE:
            return Test(spec.name, Op.IS, tuple(random.sample(spec.choices, random.randint(1, 2))))
        case FactKind.TEKST:
            return Test(spec.name, Op.IS, tuple(random.sample(("Assen", "Ede", "Weert", "Goes"), 2)))
        case FactKind.LEEFTIJD:
            limit = random.choice((1, 4, 8, 12, 18, 65)) * YEAR
            return Test(spec.name, random.choice((Op.UNDER, Op.FROM)), (limit,))
        case _:
            return Test(spec.name, random.choice((Op.UNDER, Op.FROM)), (random.randint(1, 12),))


def as_text(found: dict[str, Any]) -> str:
    """A table of the rulebooks, one of the processes, and what was promised."""
    rows = []
    for name in ("large", "shipped"):
        one = found[name]
        years = one["brute force, years"]
        rows.append(
            (
                name,
                str(one["rules"]),
                f"{one['analysis']:.3f}",
                f"{one['proof']:.3f}",
                f"1e{log10(one['calls']):.0f}",
                f"1e{log10(years):.0f}" if years >= 1 else "under 1",
                f"> {MOST_PIECES}" if one["naive, pieces"] > MOST_PIECES else str(one["naive, pieces"]),
            )
        )
    head = ("rulebook", "rules", "analysis s", "proof s", "calls", "brute force, years", "naive, pieces")
    times = [
        (name, *(f"{one[key]:.2f}" for key in ("p50", "best", "p90")))
        for name, one in found["process"].items()
    ]
    told = ", ".join(f"{number} x {code}" for code, number in found["large"]["told"].items())
    promised = {
        "large": ("analysis of 300 rules", found["large"]["analysis"]),
        "check and verify": ("check + verify, with start", found["process"]["check and verify"]["p50"]),
    }
    lines = [f"{key}: {value}" for key, value in {**found["machine"], "rounds": found["rounds"]}.items()]
    verdicts = [
        f"{what}: {seconds:.2f} s (promised: at most {PROMISES[name]:g} s) "
        f"{'kept' if seconds <= PROMISES[name] else 'NOT KEPT'}"
        for name, (what, seconds) in promised.items()
    ]
    return "\n".join(
        (
            *lines, "", table(head, rows), f"found in the large one: {told}", "",
            table(("process", "p50 s", "best s", "p90 s"), times), "", *verdicts,
            f"load at the end: {found['load at the end']}",
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
