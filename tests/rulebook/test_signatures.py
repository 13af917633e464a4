"""Signing a rulebook: only these files, only by these people; everything else is refused in one line."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mka_assist.paths import rules_dir
from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.keys import TrustedKey, make_key, public_key, read_key, trusted_key
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.signatures import SIGNATURES, read_signatures, sign, verify_signatures
from mka_assist.rulebook.trust import ANYONE, Trust

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
REGION = "voorbeeld-kust"
KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
JANSEN, SMIT = TrustedKey(public_key(KEY), "dr. Jansen"), TrustedKey(public_key(OTHER), "dr. Smit")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the shipped rules."""
    return shutil.copytree(rules_dir(), tmp_path / "rules")


@pytest.fixture
def signed(rules: Path) -> Path:
    sign(rules, load_rulebook(rules, REGION), KEY, NOW)
    return rules


def append(path: Path, text: str = "# erbij\n") -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def change(path: Path, edit) -> None:
    content = json.loads(path.read_text())
    edit(content)
    path.write_text(json.dumps(content))


def why_not(rules: Path, *trusted: TrustedKey, region: str = REGION) -> str:
    """The finding as code and message; nothing for a rulebook that is vouched for."""
    return "".join(f"{f.code} {f.message}" for f in verify_signatures(rules, trusted, region))


def test_a_signed_rulebook_is_accepted_also_when_its_folder_moved_or_another_region_changed(
    signed, tmp_path
) -> None:
    assert why_not(signed, JANSEN) == why_not(signed, SMIT, JANSEN) == ""
    append(signed / "regio" / "voorbeeld-stad.yaml")
    append(signed / "landelijk" / "meldersinstructie" / "baby.yaml")
    moved = signed.rename(tmp_path / "elders")
    assert why_not(moved, JANSEN) == ""
    Trust(True, (JANSEN,)).accept(moved, load_rulebook(moved, REGION))


@pytest.mark.parametrize("name", ["landelijk/algemeen.yaml", "regio/voorbeeld-kust.yaml"])
def test_one_byte_is_enough(signed, name) -> None:
    append(signed / name, " ")
    assert why_not(signed, JANSEN) == f"S015 sinds dr. Jansen ondertekende, is gewijzigd: {name}"


def test_what_was_added_or_taken_away_is_named(signed) -> None:
    (signed / "landelijk" / "hartslagnu.yaml").rename(signed / "landelijk" / "nieuw.yaml")
    for name in ("algemeen", "boa", "knrm", "politie"):
        append(signed / "landelijk" / f"{name}.yaml")
    assert why_not(signed, JANSEN) == (
        "S015 sinds dr. Jansen ondertekende, is gewijzigd: landelijk/algemeen.yaml, landelijk/boa.yaml, "
        "landelijk/knrm.yaml en nog 1; "
        "toegevoegd: landelijk/nieuw.yaml; weggehaald: landelijk/hartslagnu.yaml"
    )


def test_a_signature_is_for_one_rulebook_and_counts_only_from_who_is_trusted(signed) -> None:
    assert why_not(signed, JANSEN, region="") == "S012 het landelijke regelboek is niet ondertekend"
    assert why_not(signed, JANSEN, region="voorbeeld-stad").startswith("S012 het regelboek van regio")
    unknown = "S013 geen van de handtekeningen (1) is van een sleutel die hier wordt vertrouwd"
    assert why_not(signed, SMIT) == why_not(signed) == unknown


def test_a_manifest_made_to_fit_is_worth_nothing_without_the_key(signed) -> None:
    append(signed / "landelijk" / "algemeen.yaml")
    copy = shutil.copytree(signed, signed.parent / "kopie")
    sign(copy, load_rulebook(copy, REGION), OTHER, NOW)
    (forged,) = (s for s in read_signatures(copy) if s.manifest.sleutel == SMIT.key)

    def forge(content: dict) -> None:
        content["handtekeningen"][0]["manifest"]["bestanden"] = dict(forged.manifest.bestanden)

    change(signed / SIGNATURES, forge)
    assert why_not(signed, JANSEN) == "S014 de handtekening van dr. Jansen klopt niet"

    def claim(content: dict) -> None:
        content["handtekeningen"] = [forged.model_dump()]
        content["handtekeningen"][0]["manifest"]["sleutel"] = JANSEN.key

    change(signed / SIGNATURES, claim)
    assert why_not(signed, JANSEN) == "S014 de handtekening van dr. Jansen klopt niet"


@pytest.mark.parametrize("key", ["regio", "versie", "tijd"])
def test_nothing_in_a_manifest_can_be_changed(signed, key) -> None:
    def edit(content: dict) -> None:
        content["handtekeningen"][0]["manifest"][key] = "" if key == "regio" else "anders"

    change(signed / SIGNATURES, edit)
    region = "" if key == "regio" else REGION
    assert why_not(signed, JANSEN, region=region) == "S014 de handtekening van dr. Jansen klopt niet"


def test_signatures_of_several_people_stand_side_by_side_and_a_new_one_replaces_the_old(signed) -> None:
    sign(signed, load_rulebook(signed), KEY, NOW)
    sign(signed, load_rulebook(signed, REGION), OTHER, NOW)
    append(signed / "landelijk" / "knrm.yaml")
    sign(signed, load_rulebook(signed, REGION), OTHER, NOW)
    assert sorted((s.manifest.regio, s.manifest.sleutel) for s in read_signatures(signed)) == sorted(
        [("", JANSEN.key), (REGION, JANSEN.key), (REGION, SMIT.key)]
    )
    assert why_not(signed, JANSEN, SMIT) == why_not(signed, SMIT, JANSEN) == ""
    assert why_not(signed, JANSEN).startswith("S015")


def test_the_signature_is_about_the_bytes_that_were_read(signed) -> None:
    rulebook = load_rulebook(signed, REGION)
    path = signed / "landelijk" / "algemeen.yaml"
    before = path.read_bytes()
    append(path)
    quick = load_rulebook(signed, REGION)
    path.write_bytes(before)
    Trust(True, (JANSEN,)).accept(signed, rulebook)
    with pytest.raises(InputError, match="S010: geweigerd: de regels zijn gewijzigd terwijl"):
        Trust(True, (JANSEN,)).accept(signed, quick)
    ANYONE.accept(signed, quick)
    with pytest.raises(InputError, match="S010"):
        sign(signed, quick, KEY, NOW)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}x", '{"handtekeningen": [{}]}', '{"meer": 1}', "[" * 100_000, "\xff"]
)
def test_a_file_that_holds_no_signatures_is_told_and_never_trusted(signed, text) -> None:
    (signed / SIGNATURES).write_bytes(text.encode("latin-1"))
    with pytest.raises(
        InputError, match=r"handtekening\.json: fout S011: in dit bestand staan geen leesbare"
    ):
        verify_signatures(signed, (JANSEN,), REGION)


@pytest.mark.parametrize("signature", ["", "###", "AAAA", "A" * 88])
def test_a_signature_that_is_none_does_not_hold(signed, signature) -> None:
    change(signed / SIGNATURES, lambda c: c["handtekeningen"][0].update(handtekening=signature))
    assert why_not(signed, JANSEN).startswith("S014")


class TestKeys:
    def test_a_new_key_is_for_its_owner_only_and_never_overwrites(self, tmp_path) -> None:
        path = tmp_path / "sleutel.pem"
        text = make_key(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert public_key(read_key(path, lambda: pytest.fail("no passphrase"))) == text
        before = path.read_bytes()
        with pytest.raises(InputError, match=r"S001: dit bestand bestaat al\."):
            make_key(path)
        assert path.read_bytes() == before
        with pytest.raises(InputError, match=r"S001: dit sleutelbestand kan niet worden gemaakt\."):
            make_key(tmp_path / "geen-map" / "sleutel.pem")

    def test_a_passphrase_is_needed_and_must_be_right(self, tmp_path) -> None:
        path = tmp_path / "sleutel.pem"
        text = make_key(path, "geheim é")
        assert public_key(read_key(path, lambda: "geheim é")) == text
        for wrong in ("", "geheim"):
            with pytest.raises(InputError, match="S003: dit is geen privésleutel, of de wachtzin klopt niet"):
                read_key(path, lambda wrong=wrong: wrong)

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o622])
    def test_a_key_that_others_can_use_is_refused(self, tmp_path, mode) -> None:
        path = tmp_path / "sleutel.pem"
        make_key(path)
        path.chmod(mode)
        with pytest.raises(InputError, match=r"S002: ook anderen mogen bij deze privésleutel.*chmod 600"):
            read_key(path, str)

    def test_anything_but_an_ed25519_key_is_refused(self, tmp_path) -> None:
        path = tmp_path / "sleutel.pem"
        curve = ec.generate_private_key(ec.SECP256R1())
        for content in (
            b"",
            b"geen sleutel",
            curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        ):
            path.write_bytes(content)
            path.chmod(0o600)
            with pytest.raises(InputError, match="S003"):
                read_key(path, str)

    def test_a_public_key_is_one_line_with_whose_it_is(self) -> None:
        assert trusted_key(f"  {JANSEN} ") == JANSEN
        for wrong in (
            "",
            "jansen",
            JANSEN.key,
            JANSEN.key[:-2] + " J",
            f"ed25519:AAAA {JANSEN.name}",
            "ed25519:",
        ):
            with pytest.raises(ValueError, match=r"sleutel|ontbreekt"):
                trusted_key(wrong)
