"""A017: een voorwaarde die te ingewikkeld is

Wat: uitgeschreven heeft deze voorwaarde meer dan duizend gevallen.

Waarom: zo'n regel overziet niemand, en het programma kan hem niet narekenen. Zolang hij er staat, wordt van
dit regelboek verder niets nagerekend. De regelmachine weigert een regel al bij meer dan 200 gevallen.

GOED:
    - id: gevaar
      afleiding: {gevaar: ja}
      als: {een_van: [{geweld_of_onveilig: ja}, {risicovolle_locatie: ja}]}
    - id: niet-bij-gevaar
      uitsluiting: {gevaar: ja}

FOUT: tien keer een_van binnen één alle.
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.analysis.statements import TooComplexError
from mka_assist.rulebook.diagnostics import Finding

CODE = "A017"


def find(context: Context) -> Iterator[Finding]:
    """The conditions that cannot be worked out."""
    for rule in context.rulebook.rules.values():
        try:
            for want in (True, False):
                context.statements.where(rule.condition, want)
                context.statements.where(rule.condition, want, or_unknown=True)
        except TooComplexError as problem:
            yield from problem.findings
