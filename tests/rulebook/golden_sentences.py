"""The sentence of every shipped rule, in one golden text.

The golden text changes only by hand or by this command, and the change is read before it is committed:

    python tests/rulebook/golden_sentences.py
"""

from __future__ import annotations

from pathlib import Path

from mka_assist.paths import rules_dir
from mka_assist.rulebook.loading import find_rule_files, load_rulebook
from mka_assist.rulebook.sentences import rule_sentence

GOLDEN = Path(__file__).parents[1] / "messages" / "zinnen.golden.txt"
HEADER = """\
# De zin bij elke regel van de meegeleverde regels, gemaakt uit de voorwaarde.
# Bijwerken: python tests/rulebook/golden_sentences.py (en lees daarna wat er veranderde).
"""


def sentences() -> str:
    """The golden text as it should be: per rulebook the rules that are new in it."""
    blocks: list[str] = []
    seen: set[str] = set()
    for region in ("", *sorted(find_rule_files(rules_dir()).regions)):
        book = load_rulebook(rules_dir(), region)
        lines = [f"{id}\n  {rule_sentence(rule, book)}" for id, rule in book.rules.items() if id not in seen]
        seen.update(book.rules)
        blocks.append("\n\n".join((f"== {region or 'landelijk'} ==", *lines)))
    return HEADER + "\n" + "\n\n".join(blocks) + "\n"


if __name__ == "__main__":
    GOLDEN.write_text(sentences(), encoding="utf-8")
