"""Signatures on a rulebook: who vouched for exactly these files, in one file beside them.

A signature is about the files of one rulebook: the national ones, and for a region its own file as well. A
file that was changed, added or taken away since makes it worthless. The caller instruction is not part of it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from mka_assist.rulebook.diagnostics import Finding, InputError, Place
from mka_assist.rulebook.keys import TrustedKey, is_signed_by, public_key
from mka_assist.rulebook.loading import contents_of, hash_of
from mka_assist.rulebook.model import Frozen, RuleBook
from mka_assist.rulebook.source import MAX_BYTES, load_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURES = "handtekening.json"
_PURPOSE = b"mka-assist regelboek 1\n"
"""Stands before what is signed, so that a signature for anything else is never one for a rulebook."""
_AGAIN = "Laat het regelboek opnieuw beoordelen en ondertekenen (mka-assist rules sign)."
_NAMED = 3


class Manifest(Frozen):
    """What somebody vouched for: a rulebook by its files. Only `bestanden` and `regio` are held against
    the rulebook; the version and the time are for people."""

    soort: Literal["regelboek"] = "regelboek"
    regio: str
    versie: str
    bestanden: Mapping[str, str]
    """Name seen from the folder of rules, to the sha256 of the bytes."""
    sleutel: str
    tijd: str

    def as_bytes(self) -> bytes:
        """What is signed: always the same bytes for the same manifest."""
        return _PURPOSE + json.dumps(self.model_dump(), sort_keys=True, separators=(",", ":")).encode()


class Signature(Frozen):
    """A manifest and the signature on it, in base64."""

    manifest: Manifest
    handtekening: str

    def holds(self) -> bool:
        """Did the owner of the key that it names sign this manifest?"""
        try:
            signature = base64.b64decode(self.handtekening, validate=True)
            return is_signed_by(self.manifest.sleutel, signature, self.manifest.as_bytes())
        except ValueError:  # no base64, no key
            return False


class SignatureFile(Frozen):
    """What stands in `handtekening.json`."""

    handtekeningen: tuple[Signature, ...] = ()


def sign(root: Path, rulebook: RuleBook, key: Ed25519PrivateKey, now: dt.datetime) -> Path:
    """Sign a rulebook that was read from this folder; gives the file it stands in. Signatures of others
    stay, an earlier one of the same key for the same region goes. Raises `InputError`."""
    contents = contents_of(root, rulebook.region)
    if not _is_read_from(rulebook, contents):
        message = "de regels zijn gewijzigd terwijl ze werden gelezen"
        raise InputError(Finding("S010", Place(str(root)), message, "Probeer het opnieuw."))
    manifest = Manifest(
        regio=rulebook.region,
        versie=rulebook.version,
        bestanden=_digests(contents),
        sleutel=public_key(key),
        tijd=now.astimezone(dt.UTC).isoformat(timespec="seconds"),
    )
    made = Signature(manifest=manifest, handtekening=base64.b64encode(key.sign(manifest.as_bytes())).decode())
    kept = [
        signature
        for signature in read_signatures(root)
        if (signature.manifest.sleutel, signature.manifest.regio) != (manifest.sleutel, manifest.regio)
    ]
    path = root / SIGNATURES
    _write(path, SignatureFile(handtekeningen=(*kept, made)))
    return path


def read_signatures(root: Path) -> tuple[Signature, ...]:
    """The signatures in a folder of rules, none when there is no such file. Raises `InputError`."""
    path = root / SIGNATURES
    if not os.path.lexists(path):
        return ()
    data = load_bytes(path)
    try:
        if len(data) > MAX_BYTES:
            raise ValueError("too long")
        return SignatureFile.model_validate(json.loads(data)).handtekeningen
    except (ValueError, RecursionError, ValidationError):
        message = "in dit bestand staan geen leesbare handtekeningen"
        help = f"Verwijder het en onderteken opnieuw. {_AGAIN}"
        raise InputError(Finding("S011", Place(str(path)), message, help)) from None


def verify_signatures(
    root: Path, trusted: Sequence[TrustedKey], region: str = "", rulebook: RuleBook | None = None
) -> tuple[Finding, ...]:
    """Why the rulebook of the nation or a region is not vouched for by one of these keys; nothing when it is.

    With `rulebook` the signature must also be about the very bytes that it was read from. Raises
    `InputError` when the files cannot be read.
    """
    contents = contents_of(root, region)
    if rulebook and not _is_read_from(rulebook, contents):
        return (_finding("S010", root, "de regels zijn gewijzigd terwijl ze werden gelezen"),)
    signatures = [one for one in read_signatures(root) if one.manifest.regio == region]
    if not signatures:
        which = f'regelboek van regio "{region}"' if region else "landelijke regelboek"
        return (_finding("S012", root, f"het {which} is niet ondertekend"),)
    names = {key.key: key.name for key in trusted}
    found: list[Finding] = []
    for one in signatures:
        if not (name := names.get(one.manifest.sleutel)):
            continue
        if not one.holds():
            found.append(_finding("S014", root, f"de handtekening van {name} klopt niet"))
        elif changes := _changes(one.manifest.bestanden, _digests(contents)):
            found.append(_finding("S015", root, f"sinds {name} ondertekende, is {changes}"))
        else:
            return ()
    if found:
        return tuple(found[-1:])  # the latest of them is the one that should have been right
    message = f"geen van de handtekeningen ({len(signatures)}) is van een sleutel die hier wordt vertrouwd"
    whose = ", ".join(key.name for key in trusted) or "niemand"
    return (_finding("S013", root, message, f"Vertrouwd worden hier: {whose}."),)


def _is_read_from(rulebook: RuleBook, contents: Mapping[str, bytes]) -> bool:
    return rulebook.sha256 == hash_of({name: contents.get(name, b"") for name in rulebook.files})


def _digests(contents: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}


def _changes(signed: Mapping[str, str], found: Mapping[str, str]) -> str:
    """What became of the files since they were signed, or nothing."""
    changed = [name for name in signed if name in found and found[name] != signed[name]]
    parts = (
        ("gewijzigd", changed),
        ("toegevoegd", [name for name in found if name not in signed]),
        ("weggehaald", [name for name in signed if name not in found]),
    )
    return "; ".join(f"{what}: {_listed(names)}" for what, names in parts if names)


def _listed(names: Iterable[str]) -> str:
    listed = sorted(names)
    more = f" en nog {len(listed) - _NAMED}" if len(listed) > _NAMED else ""
    return ", ".join(listed[:_NAMED]) + more


def _finding(code: str, root: Path, message: str, help: str = _AGAIN) -> Finding:
    return Finding(code, Place(str(root)), message, help)


def _write(path: Path, content: SignatureFile) -> None:
    """Whole or not at all. Raises `InputError`."""
    text = json.dumps(content.model_dump(), indent=1) + "\n"
    try:
        handle, name = tempfile.mkstemp(prefix=f".{SIGNATURES}.", dir=path.parent)
        try:
            with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123  # a descriptor
                file.write(text)
                os.fchmod(file.fileno(), 0o644)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError:
        message = "de handtekening kan niet worden opgeslagen"
        raise InputError(
            Finding("S016", Place(str(path)), message, "Controleer de schrijfrechten.")
        ) from None
