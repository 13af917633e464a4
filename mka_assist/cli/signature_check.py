"""`rules verify --signatures`: is a rulebook vouched for by somebody who is trusted here?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

SIGNED = "ondertekend"
SIGNED_TEXT = "Ondertekend door iemand die hier wordt vertrouwd, en sindsdien niet gewijzigd."


def signature_problems(folder: Path, regions: Iterable[str], keys_file: Path | None) -> dict[str, list[str]]:
    """Per region ("" for the nation) what is wrong with the signatures on its rulebook, empty when nothing
    is. Who is trusted stands in `keys_file` or the settings. Raises `InputError`."""
    from mka_assist.rulebook.signatures import verify_signatures
    from mka_assist.rulebook.trust import load_trust

    keys = load_trust(keys_file).keys
    return {one: [finding.text for finding in verify_signatures(folder, keys, one)] for one in regions}
