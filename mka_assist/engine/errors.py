"""What can go wrong in the engine. A message is one Dutch line that follows "de regelmachine werkt niet"."""

from __future__ import annotations


class EngineError(Exception):
    """The engine cannot be trusted to answer; the advice must fall back to the safe default."""


class CompileError(EngineError):
    """This rulebook cannot be put into the engine: a Dutch sentence of its own that names the rule."""


class EngineMissingError(EngineError):
    """durable_rules is not there or cannot be loaded; no rulebook is to blame."""
