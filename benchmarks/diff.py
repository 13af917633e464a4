"""How long `rules diff` takes after one edit, beside going through calls one by one.

    python benchmarks/diff.py [--rounds N] [--json]

Each edit is one change in the shipped rules. *compare* works out every difference on one day; *whole* is that
for every day on which something begins or ends, with the texts and the sentences. The floor is brute force:
both rulebooks decide every call by definition. The space of the shipped rules is far too large for that, so
its time is the time per call times the number of calls; on a small part of it brute force is really done, and
must find the same.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from math import prod
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import machine, percentile, table
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.condition import All, Op, Test
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.difference.compare import Difference, compare
from mka_assist.rulebook.difference.outcomes import decided
from mka_assist.rulebook.difference.report import book_difference
from mka_assist.rulebook.facts import CONTRACT, WEEK_MINUTE, FactKind, Facts, FactSpec
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.model import Kind, Partner, Rule, RuleBook, Source, Status

ROOT = Path(__file__).resolve().parents[1]
DAY = dt.date(2026, 11, 22)
EDITS = {
    "a limit of age": ("landelijk/hartslagnu.yaml", "leeftijd: onder 1 jaar", "leeftijd: onder 2 jaar"),
    "what unknown does": ("landelijk/algemeen.yaml", "bij_onbekend: alarmeren", "bij_onbekend: navragen"),
    "a derivation": ("landelijk/algemeen.yaml", "ademhaling: [geen, afwijkend]", "ademhaling: geen"),
    "opening hours": ("regio/voorbeeld-stad.yaml", "dagen: ma-vr, van: 08:00", "dagen: ma-za, van: 09:00"),
    "an agreement": ("regio/voorbeeld-stad.yaml", "geldig_tot: 2027-06-30", "geldig_tot: 2026-10-31"),
    "nothing": ("regio/voorbeeld-stad.yaml", "", ""),
}
REGION = "voorbeeld-stad"
PROMISE = 100.0
"""Milliseconds that a diff after one edit may take beyond the start."""
SMALL = ("leeftijd", "zelfdoding", "ademhaling", "vermoeden_reanimatie", "ambulance_ingezet", "gemeente")
"""The facts of the part of the space in which brute force is really done; the others are as in one call."""


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="Measure how quickly rules are compared.")
    parser.add_argument("--rounds", type=int, default=15, help="how often each is done (default: 15)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = {"machine": machine(), "rounds": options.rounds, **measure(Path(folder), options.rounds)}
    found["load at the end"] = machine()["load"]
    print(json.dumps(found, indent=1) if options.json else as_text(found))


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """All edits, many rules, and the program as a process."""
    edits = {
        name: one(folder / f"rules-{number}", *edit, rounds)
        for number, (name, edit) in enumerate(EDITS.items())
    }
    return {"edits": edits, "large": large(rounds), "process": process(folder, rounds)}


def large(rounds: int) -> dict[str, Any]:
    """One edit in 300 rules on 40 facts: shared by ten partners, and all of one partner."""
    random = Random(0)
    specs = [FactSpec(f"feit_{number}", FactKind.JA_NEE, f"Feit {number}") for number in range(40)]
    effects = (Status.UITGESLOTEN, Status.UITGESLOTEN, Status.NAVRAGEN, Status.NIET_VAN_TOEPASSING)

    def rule(number: int) -> Rule:
        tests = (Test(spec.name, Op.IS, (random.random() < 0.5,)) for spec in random.sample(specs, 3))
        return Rule(
            id=f"regel-{number}", kind=Kind.UITSLUITING, condition=All((*tests,)), text="",
            source=Source(document=""), place=Place(""), effect=random.choice(effects),
        )  # fmt: skip

    def book(rules: list[Rule], partners: int) -> RuleBook:
        named = {
            f"partner-{number}": Partner(
                id=f"partner-{number}", name=f"Partner {number}", group="overig", needs_agreement=False,
                criteria=tuple(rule.id for rule in rules[number::partners]), place=Place(""),
            )
            for number in range(partners)
        }  # fmt: skip
        return RuleBook(
            version="", region="", region_name="", example_region=False, sha256="", files=("",),
            facts={spec.name: spec for spec in (*specs, CONTRACT["ambulance_ingezet"])},
            rules={rule.id: rule for rule in rules}, partners=named, strata=(),
            example_facts={}, valid_from=DAY,
        )  # fmt: skip

    rules = [rule(number) for number in range(300)]
    edited = [*rules[:-1], rule(299)]
    found = {}
    for partners in (10, 1):
        before, after = book(rules, partners), book(edited, partners)
        found[f"300 rules, partners: {partners}"] = timed(partial(compare, before, after, DAY), rounds)
    return found


def one(folder: Path, file: str, old: str, new: str, rounds: int) -> dict[str, Any]:
    """One edit: milliseconds, and how many regions it comes to."""
    shutil.copytree(ROOT / "rules", folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, old
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    load = timed(lambda: (load_rulebook(ROOT / "rules", REGION), load_rulebook(folder, REGION)), rounds)
    before, after = load_rulebook(ROOT / "rules", REGION), load_rulebook(folder, REGION)
    difference = compare(before, after, DAY)
    calls = prod(len(field.values) for field in difference.space.fields)
    per_call = brute_force_per_call(before, after, difference.space)
    return {
        "regions": len(difference.regions),
        "load both": load,
        "compare": timed(lambda: compare(before, after, DAY), rounds),
        "whole": timed(lambda: book_difference(before, after, DAY), rounds),
        "calls": calls,
        "brute force, us per call": per_call * 1e6,
        "brute force, hours for all": per_call * calls / 3600,
        "small part": small_part(before, after, difference),
    }


def timed(do: Callable[[], object], rounds: int) -> dict[str, float]:
    """Milliseconds: the median, and what nine in ten stay under."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        do()
        found.append((time.perf_counter() - start) * 1e3)
    return {"p50": median(found), "p90": percentile(found, 0.9)}


def brute_force_per_call(before: RuleBook, after: RuleBook, space: Space) -> float:
    """Seconds to decide one call by both rulebooks, over calls at random."""
    random = Random(0)
    calls = [{f.name: random.choice(f.values) for f in space.fields} for _ in range(500)]
    old, new = before.in_force(DAY), after.in_force(DAY)
    start = time.perf_counter()
    for call in calls:
        decided(old, call, DAY), decided(new, call, DAY)
    return (time.perf_counter() - start) / len(calls)


def small_part(before: RuleBook, after: RuleBook, difference: Difference) -> dict[str, Any]:
    """Brute force over the calls that differ from a plain one in a few facts; what it finds must be told."""
    old, new = before.in_force(DAY), after.in_force(DAY)
    start, number, differing = time.perf_counter(), 0, 0
    for call in small_calls(difference.space):
        number += 1
        was, becomes = decided(old, call, DAY), decided(new, call, DAY)
        found = {who: (was[who], becomes[who]) for who in becomes if was.get(who) != becomes[who]}
        told = {}
        for region in difference.regions:
            pair = was.get(region.subject), becomes.get(region.subject)
            fields = ((difference.space.fields[n], mask) for n, mask in region.box.items())
            if (
                all(f.cell(call[f.name]) & mask for f, mask in fields)
                and pair[0] in region.was
                and pair[1] in region.becomes
            ):
                told[region.subject] = pair
        if told != found:
            raise SystemExit(f"brute force finds {found} and the regions tell {told} of {call}")
        differing += bool(found)
    return {"calls": number, "differing": differing, "ms": (time.perf_counter() - start) * 1e3}


def small_calls(space: Space) -> Iterator[Facts]:
    plain = {field.name: field.values[0] for field in space.fields}
    plain |= {"veilig_bereikbaar": True, "bewustzijn": False, WEEK_MINUTE.name: plain[WEEK_MINUTE.name]}
    fields = [field for field in space.fields if field.name in SMALL or field.name == WEEK_MINUTE.name]
    for values in product(*(field.values for field in fields)):
        yield plain | dict(zip((field.name for field in fields), values, strict=True))


def process(folder: Path, rounds: int) -> dict[str, Any]:
    """The program itself: `rules diff` after one edit beside `rules diff --help`, in turns."""
    edited = str(folder / "rules-0")
    program = [sys.executable, "-m", "mka_assist", "rules", "diff"]
    commands = {
        "rules diff --help": [*program, "--help"],
        "one region": [*program, str(ROOT / "rules"), edited, "--region", REGION],
        "nation and all regions": [*program, str(ROOT / "rules"), edited],
    }
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    found: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
            if turn:
                found[name].append((time.perf_counter() - start) * 1e3)
    return {name: {"p50": median(times), "p90": percentile(times, 0.9)} for name, times in found.items()}


def as_text(found: dict[str, Any]) -> str:
    """The figures as tables, with what was promised at the end."""
    head = ("edit", "regions", "load both", "compare", "whole", "brute force", "small part")
    rows = [
        (
            name,
            str(one["regions"]),
            f"{one['load both']['p50']:.1f}",
            f"{one['compare']['p50']:.1f}",
            f"{one['whole']['p50']:.1f}",
            f"{one['brute force, hours for all']:.0f} h",
            f"{one['small part']['calls']} calls: same, {one['small part']['ms']:.0f} ms",
        )
        for name, one in found["edits"].items()
    ]
    rows += [(name, "", "", f"{t['p50']:.1f}", "", "", "") for name, t in found["large"].items()]
    times = [(name, f"{t['p50']:.0f}", f"{t['p90']:.0f}") for name, t in found["process"].items()]
    worst = max(one["whole"]["p90"] for one in found["edits"].values())
    kept = "kept" if worst <= PROMISE else "NOT kept"
    about = ", ".join(f"{key} {value}" for key, value in found["machine"].items())
    return "\n".join(
        (
            f"{about}; load at the end {found['load at the end']}; {found['rounds']} rounds; ms, p50",
            "",
            table(head, rows),
            "",
            table(("process", "p50", "p90"), times),
            "",
            f"Promised: a diff after one edit within {PROMISE:.0f} ms beyond the start; worst p90 of whole "
            f"{worst:.1f} ms: {kept}.",
        )
    )


if __name__ == "__main__":
    main()
