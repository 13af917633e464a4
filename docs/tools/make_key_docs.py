"""Make the pages about the keys, and the man page, from the table of keys and the commands as they are.

python docs/tools/make_key_docs.py
"""

from __future__ import annotations

from pathlib import Path

from mka_assist.cli.key_forms import FORMS, SHIPPED
from mka_assist.console.actions import ACTIONS

FOLDER = Path(__file__).parents[1]


def main() -> None:
    for name, form in SHIPPED.items():
        (FOLDER / name).write_text(FORMS[form](ACTIONS), encoding="utf-8")


if __name__ == "__main__":
    main()
