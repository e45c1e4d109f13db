from __future__ import annotations

import pytest

from engine import settings
from engine.errors import BadSettings
from engine.settings import Settings, home, load, logs


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SAHAYAK_HOME", str(tmp_path))
    return tmp_path


def test_defaults():
    found = load()
    assert (found.language, found.brain, found.barge_in, found.pause_ms) == ("auto", "auto", True, 600)
    assert found.groq_models[0] == "openai/gpt-oss-120b"


def test_every_setting_is_described_in_one_line_and_its_default_is_allowed():
    for name, entry in Settings.model_fields.items():
        assert entry.description, name
        assert "\n" not in entry.description, name
        assert entry.description.endswith("."), name
        assert load(**{name: entry.default}) == load(), name


def test_the_environment_goes_before_the_file_and_an_argument_before_both(folder, monkeypatch):
    (folder / "settings.toml").write_text('store_name = "File"\npause_ms = 700\nlanguage = "bn"\n')
    assert (load().store_name, load().pause_ms, load().language) == ("File", 700, "bn")
    monkeypatch.setenv("SAHAYAK_PAUSE_MS", "800")
    monkeypatch.setenv("SAHAYAK_STORE_NAME", "Environment")
    assert (load().store_name, load().pause_ms, load().language) == ("Environment", 800, "bn")
    assert load(pause_ms=900).pause_ms == 900


def test_an_argument_of_none_is_no_argument(monkeypatch):
    monkeypatch.setenv("SAHAYAK_LANGUAGE", "mr")
    assert load(language=None).language == "mr"


def test_a_name_that_no_setting_has_is_ignored(folder, monkeypatch):
    (folder / "settings.toml").write_text("of_a_later_version = 1\n")
    monkeypatch.setenv("SAHAYAK_OF_A_LATER_VERSION", "1")
    assert load() == Settings()


def test_groqs_models_are_a_list_in_the_file_and_separated_by_commas_in_the_environment(folder, monkeypatch):
    (folder / "settings.toml").write_text('groq_models = ["a", "b"]\n')
    assert load().groq_models == ("a", "b")
    monkeypatch.setenv("SAHAYAK_GROQ_MODELS", " openai/x, y ,")
    assert load().groq_models == ("openai/x", "y")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pause_ms", "199"),
        ("pause_ms", "3001"),
        ("pause_ms", "soon"),
        ("language", "fr"),
        ("brain", "chatgpt"),
        ("barge_in", "perhaps"),
        ("low_confidence", "1.1"),
        ("max_turn_seconds", "61"),
        ("idle_seconds", "9"),
        ("speech_rate", "0.4"),
        ("threads", "0"),
        ("first_token_seconds", "0"),
        ("answer_seconds", "nan"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_its_setting_and_its_place(name, value, folder, monkeypatch):
    monkeypatch.setenv(f"SAHAYAK_{name.upper()}", value)
    with pytest.raises(BadSettings) as wrong:
        load()
    assert f"setting {name} = " in wrong.value.message
    assert value in wrong.value.message
    assert f"SAHAYAK_{name.upper()}" in wrong.value.hint
    assert str(folder / "settings.toml") in wrong.value.hint
    assert wrong.value.exit_code == 2


def test_a_wrong_value_in_the_file_is_named_with_its_place(folder):
    (folder / "settings.toml").write_text("pause_ms = 10\n")
    with pytest.raises(BadSettings, match=r"setting pause_ms = 10: .*200") as wrong:
        load()
    assert str(folder / "settings.toml") in wrong.value.hint


def test_a_wrong_entry_of_a_list_is_named_by_a_variable_that_exists(folder):
    (folder / "settings.toml").write_text('groq_models = ["a", 7]\n')
    with pytest.raises(BadSettings, match=r"groq_models\.1 = 7") as wrong:
        load()
    assert wrong.value.hint.endswith("SAHAYAK_GROQ_MODELS")


@pytest.mark.parametrize("content", [b"pause_ms = ", b"\xff\xfe\x00", b"[[[", b'store_name = "a\n'])
def test_a_file_that_is_no_toml_is_named(content, folder):
    (folder / "settings.toml").write_bytes(content)
    with pytest.raises(BadSettings, match="cannot be read") as wrong:
        load()
    assert str(folder / "settings.toml") in wrong.value.hint


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        load().pause_ms = 700


def test_home_is_the_chosen_one(folder, monkeypatch):
    assert home() == folder
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SAHAYAK_HOME", "kiosk/../here")
    assert home() == folder / "here"
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("SAHAYAK_HOME", "~/kiosk")
    assert home() == folder / "kiosk"


@pytest.mark.parametrize("empty", [True, False])
def test_home_is_the_systems_place_otherwise(empty, monkeypatch):
    if empty:
        monkeypatch.setenv("SAHAYAK_HOME", "")
    else:
        monkeypatch.delenv("SAHAYAK_HOME")
    assert home().name == "sahayak"
    assert home().is_absolute()


def test_logs_lie_below_a_chosen_home_and_else_beside_a_source_checkout(folder, monkeypatch):
    assert logs() == folder / "logs"
    monkeypatch.delenv("SAHAYAK_HOME")
    checkout = folder / "checkout"
    checkout.mkdir()
    monkeypatch.setattr(settings, "_SOURCE_CHECKOUT", checkout)
    assert logs() == home() / "logs"
    (checkout / "dev.py").touch()
    assert logs() == checkout / "logs"
