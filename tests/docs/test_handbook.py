"""Whoever follows the handbook step by step, in an empty folder, sees what it says."""

from handbook import HANDBOOK, carry_out


def test_the_handbook_is_true(tmp_path, monkeypatch):
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    folder = tmp_path / "map"
    folder.mkdir()
    text = HANDBOOK.read_text(encoding="utf-8")
    assert carry_out(text, folder) == text
