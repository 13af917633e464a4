"""Every flow and the barriers as a page of text, per language: golden files to read before a change is kept.

They change only by hand or by this command, and the change is read before it is committed:

    python tests/instruction/golden_scripts.py
"""

from __future__ import annotations

from pathlib import Path

from mka_assist.instruction.flow import languages
from mka_assist.instruction.loading import load_instruction
from mka_assist.instruction.script import barrier_script, flow_script
from mka_assist.paths import rules_dir

GOLDEN = Path(__file__).parent / "golden"


def scripts() -> dict[str, str]:
    """File name to text."""
    instruction = load_instruction(rules_dir())
    found: dict[str, list[str]] = {}
    for language in languages(instruction):
        for flow in instruction.flows.values():
            found[f"{flow.id}.{language}.txt"] = list(flow_script(instruction, flow, language))
        found[f"belemmeringen.{language}.txt"] = list(barrier_script(instruction, language))
    return {name: "\n".join(lines) + "\n" for name, lines in found.items()}


def main() -> None:
    """Write the golden files anew."""
    for name, text in scripts().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
