"""`rules verify --signatures`: which rulebooks of a folder are vouched for."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mka_assist.paths import rules_dir
from mka_assist.rulebook.keys import public_key
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.signatures import sign

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
SIGNED = "Ondertekend door iemand die hier wordt vertrouwd, en sindsdien niet gewijzigd."


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The national rules alone, signed by a key in `wie.toml`."""
    rules = tmp_path / "regels"
    shutil.copytree(rules_dir() / "landelijk", rules / "landelijk")
    (tmp_path / "wie.toml").write_text(f'vertrouwde_sleutels = ["{public_key(KEY)} dr. Jansen"]\n')
    sign(rules, load_rulebook(rules), KEY, dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    return rules


def verify(mka, *more: str):
    return mka("rules", "verify", "regels", "--depth", "1", *more)


def test_a_signed_rulebook_is_proven_to_be_so_until_a_byte_changes(mka, rules) -> None:
    done = verify(mka, "--signatures", "--trusted-keys", "wie.toml")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"  bewezen   {SIGNED}")
    with (rules / "landelijk" / "knrm.yaml").open("a") as file:
        file.write("# erbij\n")
    done = verify(mka, "--signatures", "--trusted-keys", "wie.toml")
    *_, headline, why = done.stdout.splitlines()
    assert (done.returncode, headline) == (1, f"  WEERLEGD  {SIGNED}")
    assert why.startswith("      sinds dr. Jansen ondertekende, is gewijzigd: landelijk/knrm.yaml. Hulp: ")


def test_without_anybody_to_trust_nothing_is_vouched_for_and_without_the_option_nothing_is_said(
    mka, rules
) -> None:
    done = verify(mka, "--signatures", "--format", "json")
    last = json.loads(done.stdout)[0]["properties"][-1]
    assert (done.returncode, last["id"], last["proven"]) == (1, "ondertekend", False)
    assert "geen van de handtekeningen (1) is van een sleutel" in last["counterexamples"][0]["text"]
    assert "ndertekend" not in verify(mka).stdout
