from pathlib import Path

import pytest

from digitrec import settings

CODE = Path(__file__).resolve().parent.parent


def test_home_is_var_beside_the_code_unless_it_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGITREC_HOME")
    assert settings.home() == CODE / "var"
    monkeypatch.setenv("DIGITREC_HOME", " ")
    assert settings.home() == CODE / "var"


def test_a_chosen_home_is_expanded_and_absolute_and_not_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("DIGITREC_HOME", "~/digits")
    assert settings.home() == tmp_path / "digits"
    assert not settings.home().exists()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIGITREC_HOME", "here")
    assert settings.home() == tmp_path / "here"


def test_assets_lie_beside_the_code() -> None:
    assert CODE / "assets" == settings.ASSETS
