"""Rules with a fault of their own: what follows from such a rule is not a second fault."""

from __future__ import annotations

from mka_assist.rulebook.analysis import always_true, contradiction, never_true
from mka_assist.rulebook.analysis.context import Context


def rules(context: Context) -> frozenset[str]:
    """Rules that never hold, always hold, or contradict another."""
    found = (context.once(work.rules) for work in (never_true, always_true, contradiction))
    return frozenset().union(*found)
