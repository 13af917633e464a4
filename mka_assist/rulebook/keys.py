"""Ed25519 keys: the private one in a file that only its owner can read, the public one as a line of text."""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mka_assist.rulebook.diagnostics import Finding, InputError, Place
from mka_assist.rulebook.source import load_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KIND = "ed25519:"
_LENGTH = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key (`ed25519:` and base64) and whose it is."""

    key: str
    name: str

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


def trusted_key(text: str) -> TrustedKey:
    """Read "ed25519:… naam". Raises `ValueError` with what is wrong with it, in Dutch."""
    key, _, name = text.strip().partition(" ")
    if not key.startswith(KIND):
        raise ValueError(f'een sleutel begint met "{KIND}"')
    try:
        raw = base64.b64decode(key.removeprefix(KIND), validate=True)
    except ValueError:
        raw = b""
    if len(raw) != _LENGTH or key != _text_of(raw):
        raise ValueError("deze sleutel is niet volledig of bevat een tikfout")
    if not name.strip():
        raise ValueError("achter de sleutel ontbreekt van wie hij is")
    return TrustedKey(key, name.strip())


def make_key(path: Path, passphrase: str = "") -> str:
    """Make a private key in a new file and give the public key as text. Never overwrites a file; raises
    `InputError`."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    locked: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        locked = serialization.BestAvailableEncryption(passphrase.encode())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123  # a descriptor
            try:
                file.write(pem)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    path.unlink()  # half a key helps nobody
                raise
    except FileExistsError:
        help = "Kies een andere naam; een sleutel wordt nooit overschreven."
        raise InputError(Finding("S001", Place(str(path)), "dit bestand bestaat al", help)) from None
    except (OSError, ValueError):
        help = "Controleer of de map bestaat en of u er mag schrijven."
        message = "dit sleutelbestand kan niet worden gemaakt"
        raise InputError(Finding("S001", Place(str(path)), message, help)) from None
    return public_key(key)


def read_key(path: Path, ask: Callable[[], str]) -> Ed25519PrivateKey:
    """The private key in a file; `ask` gives the passphrase when there is one. Raises `InputError`, also
    for a file that others can read."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    data, place = load_bytes(path), Place(str(path))
    if stat.S_IMODE(path.stat().st_mode) & _OTHERS:
        message = "ook anderen mogen bij deze privésleutel"
        raise InputError(Finding("S002", place, message, f"Sluit hem af: chmod 600 {path}."))
    try:
        try:
            key = load_pem_private_key(data, None)
        except TypeError:  # there is a passphrase
            key = load_pem_private_key(data, ask().encode())
    except Exception as problem:  # the library has many ways to say no
        message = "dit is geen privésleutel, of de wachtzin klopt niet"
        raise InputError(
            Finding("S003", place, message, "Maak een sleutel met: mka-assist rules keys --new BESTAND.")
        ) from problem
    if not isinstance(key, Ed25519PrivateKey):
        message = "deze sleutel is niet van het soort Ed25519"
        raise InputError(
            Finding("S003", place, message, "Maak een sleutel met: mka-assist rules keys --new BESTAND.")
        )
    return key


def public_key(key: Ed25519PrivateKey) -> str:
    """The public half of a private key as text."""
    return _text_of(key.public_key().public_bytes_raw())


def is_signed_by(key: str, signature: bytes, data: bytes) -> bool:
    """Did the owner of a public key sign these bytes?"""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.removeprefix(KIND)))
    try:
        public.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _text_of(raw: bytes) -> str:
    return KIND + base64.b64encode(raw).decode()
