"""What an operator meets when something is missing or broken: a message, a way out, an exit code, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.audio import wav

pytestmark = pytest.mark.models
DEMO = Path(__file__).parents[2] / "resources" / "demo"


@pytest.fixture
def database(sahayak: Any, tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    assert sahayak("catalog", "import", DEMO, "--db", path).code == 0
    return path


def test_a_database_that_is_not_there(sahayak: Any, tmp_path: Path) -> None:
    done = sahayak("ask", "--text", "hello", "--db", tmp_path / "no.db")
    assert done.code == 1
    assert "no.db" in done.err
    assert "sahayak catalog import" in done.err
    assert not (tmp_path / "no.db").exists()


def test_a_file_that_is_no_database(sahayak: Any, tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("my shopping list")
    done = sahayak("ask", "--text", "hello", "--db", path)
    assert (done.code, path.read_text()) == (1, "my shopping list")
    assert "is not a database" in done.err


def test_a_database_of_a_newer_version(sahayak: Any, database: Path) -> None:
    script = (
        "import sys; from pysqlite3 import dbapi2 as s; c = s.connect(sys.argv[1]); "
        "t = c.execute(\"SELECT name FROM sqlite_master WHERE sql LIKE '%applied%'\").fetchone()[0]; "
        "c.execute(f\"INSERT INTO {t} (name, applied) VALUES ('9999_future', '2030-01-01')\"); c.commit()"
    )
    subprocess.run([sys.executable, "-c", script, str(database)], check=True)
    done = sahayak("ask", "--text", "hello", "--db", database)
    assert done.code == 1
    assert "newer" in done.err


def test_a_locked_database_answers_with_a_phrase_or_a_message(sahayak: Any, database: Path) -> None:
    script = (
        "import sys, time; from pysqlite3 import dbapi2 as s; c = s.connect(sys.argv[1], isolation_level=None); "
        "c.execute('BEGIN EXCLUSIVE'); print('locked', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(database)], stdout=subprocess.PIPE) as locker:
        assert locker.stdout is not None
        assert locker.stdout.readline() == b"locked\n"
        try:
            done = sahayak("ask", "--text", "hello", "--db", database, "--json", "--brain", "offline")
        finally:
            locker.kill()
    assert done.code in (0, 1)
    assert "locked" in done.err or done.lines[0]["reply"]["text"]
    assert "Traceback" not in done.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_read_only_database(sahayak: Any, database: Path) -> None:
    database.chmod(0o444)
    if os.geteuid() == 0:
        pytest.skip("root may write everything; the unit tests of the catalogue lower the rights")
    done = sahayak("ask", "--text", "hello", "--db", database)
    assert done.code == 1
    assert "written" in done.err


def test_a_missing_model_names_the_command_that_installs_it(sahayak: Any, real_home: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    (bare / "models").mkdir(parents=True)
    for pack in (real_home / "models").iterdir():
        if not pack.name.startswith(".") and pack.name != "whisper-base":
            (bare / "models" / pack.name).symlink_to(pack)
    done = sahayak("ask", "--audio", _tone(tmp_path / "q.wav"), "--json", SAHAYAK_HOME=str(bare))
    assert done.code == 1
    assert "whisper-base" in done.err
    assert "sahayak models install whisper-base" in done.err
    # Typed questions need no ears.
    assert sahayak("ask", "--text", "hello", "--brain", "offline", SAHAYAK_HOME=str(bare)).code == 0


def _tone(path: Path) -> Path:
    wav.write(path, (np.sin(np.arange(16000) / 10) * 8000).astype(np.int16), 16000)
    return path


def test_groq_without_a_key_says_how_to_get_going(sahayak: Any) -> None:
    done = sahayak("ask", "--text", "hello", "--brain", "groq")
    assert done.code == 1
    assert "GROQ_API_KEY" in done.err


def test_an_unreachable_groq_is_answered_offline(sahayak: Any) -> None:
    done = sahayak(
        "ask", "--text", "show me a saree", "--json", GROQ_API_KEY="gsk_x", GROQ_BASE_URL="http://127.0.0.1:9"
    )
    assert done.code == 0
    (turn,) = done.lines
    assert turn["problem"]["kind"] == "network"
    assert turn["cards"]


def test_broken_settings_are_named(sahayak: Any) -> None:
    done = sahayak("ask", "--text", "hello", SAHAYAK_PAUSE_MS="soon")
    assert done.code == 2
    assert "pause_ms" in done.err
    assert "SAHAYAK_PAUSE_MS" in done.err


def test_doctor_tells_what_is_wrong_and_what_to_do(sahayak: Any, tmp_path: Path) -> None:
    well = sahayak("doctor")
    assert well.code == 0, well.out
    for subject in ("Python", "libraries", "model", "microphone", "speaker", "GPU", "database", "Groq"):
        assert subject in well.out
    ill = sahayak("doctor", SAHAYAK_HOME=str(tmp_path / "nowhere"))
    assert ill.code == 1
    assert "sahayak models install whisper-base" in ill.out


def test_every_command_explains_itself(sahayak: Any) -> None:
    for command in ("run", "ask", "catalog", "models", "doctor", "bench", "log"):
        done = sahayak(command, "--help")
        assert done.code == 0, command
        assert "Usage" in done.out
