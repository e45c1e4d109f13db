"""`sahayak doctor`: every check when all is well and when it is not, a line each, with what to do."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import keyring
import onnxruntime
import pytest
from pysqlite3 import dbapi2 as sqlite3  # the catalog's: two SQLites in one process see no locks of each other
from typer.testing import CliRunner

from catalog.store import Catalog
from desktop.cli import app
from desktop.commands.doctor import Finding, examine
from models import receipt, registry
from tests.fakes.fake_sounddevice import FakeSoundDevice
from tests.fakes.fake_store import make_store

_SUBJECTS = ["Python", "libraries", "settings", "model", "model", "microphone", "speaker", "GPU", "database", "disk"]


def pack(name: str) -> registry.Pack:
    return registry.Pack(name, "stt", "1", ("hi",), "MIT", f"{name} of the kiosk", 0, True)


def install(home: Path, name: str) -> None:
    folder = home / "models" / name
    folder.mkdir(parents=True)
    receipt.Receipt(name, "1", "2026-01-15T06:30:00+00:00", {}).write(folder)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kiosk on which everything is well, but that has no key."""
    home = tmp_path / "home"
    packs = registry.Registry({name: pack(name) for name in ("ears", "voice")})
    monkeypatch.setattr(registry, "load", lambda: packs)
    for name in packs.packs:
        install(home, name)
    monkeypatch.setattr(keyring, "get_password", lambda service, entry: None)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=50e9))
    monkeypatch.setattr("engine.telemetry.logs.configure", lambda folder: None)
    return home


@pytest.fixture(autouse=True)
def sound_system(monkeypatch: pytest.MonkeyPatch) -> FakeSoundDevice:
    fake = FakeSoundDevice()
    fake.device("Webcam", inputs=1, rate=16_000.0)
    fake.device("HDMI", outputs=2)
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


@pytest.fixture
def store(home: Path, tmp_path: Path) -> Path:
    return make_store(tmp_path)


def found(subject: str, db: Path | None) -> Finding:
    """What is said of a subject; there must be one line of it."""
    (finding,) = [finding for finding in examine(db) if finding.subject == subject]
    return finding


def doctor(db: Path | None):
    return CliRunner().invoke(app, ["doctor", *(["--db", str(db)] if db else [])])


def test_a_kiosk_without_a_key_is_well_and_told_a_line_each(store):
    told = doctor(store)
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert [line.split()[1] for line in lines] == [*_SUBJECTS, "Groq"]
    assert [line.split()[0] for line in lines] == ["ok"] * 10 + ["warn"]
    assert lines[-1].endswith("→ set GROQ_API_KEY to use Groq")
    assert not any("→" in line for line in lines[:-1])


def test_what_is_broken_is_told_with_the_way_out_and_the_rest_is_looked_at_all_the_same(store, home):
    (home / "models" / "voice" / "pack.json").unlink()
    told = doctor(store)
    assert told.exit_code == 1
    lines = told.stdout.splitlines()
    assert [line for line in lines if line.startswith("FAIL")] == [
        "FAIL model          voice is missing or damaged  → sahayak models install voice"
    ]
    assert len(lines) == 11


def test_what_is_only_missing_comfort_is_no_failure(store, sound_system):
    sound_system.devices.clear()
    told = doctor(store)
    assert told.exit_code == 0
    assert [line.split()[1] for line in told.stdout.splitlines() if line.startswith("warn")] == [
        "microphone",
        "speaker",
        "Groq",
    ]


def test_square_brackets_are_no_markup(home, tmp_path):
    told = doctor(tmp_path / "[red]store.db")
    assert f"There is no database at {tmp_path / '[red]store.db'}." in told.stdout
    assert told.exit_code == 1


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 10, 14), "fail"), ((3, 11, 0), "ok"), ((3, 13, 9), "ok"), ((3, 14, 0), "fail")],
)
def test_python(store, monkeypatch, version, state):
    monkeypatch.setattr("desktop.commands.doctor.sys", SimpleNamespace(version_info=version))
    finding = found("Python", store)
    assert (finding.state, finding.detail) == (state, ".".join(map(str, version)))
    assert finding.remedy == ("install Python 3.11, 3.12 or 3.13" if state == "fail" else "")


def test_a_missing_library_is_named(store, monkeypatch):
    installed = importlib.metadata.version

    def version(name: str) -> str:
        if name == "livekit":
            raise importlib.metadata.PackageNotFoundError(name)
        return installed(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    broken, rest = [finding for finding in examine(store) if finding.subject == "libraries"]
    assert (broken.state, broken.detail) == ("fail", "livekit is missing")
    assert broken.remedy
    assert rest.state == "ok"
    assert "livekit" not in rest.detail
    assert f"onnxruntime {installed('onnxruntime')}" in rest.detail


def test_settings_that_do_not_fit_are_told_with_their_name(store, home, monkeypatch):
    assert found("settings", store).detail == f"home is {home}"
    monkeypatch.setenv("SAHAYAK_PAUSE_MS", "soon")
    finding = found("settings", store)
    assert finding.state == "fail"
    assert "pause_ms" in finding.detail
    assert "SAHAYAK_PAUSE_MS" in finding.remedy


def test_a_pack_whose_file_has_another_size_is_damaged(store, home, monkeypatch):
    from models.digest import Digest

    whole = registry.PackFile("net.onnx", 3, Digest.sha256("0" * 64))
    changed = registry.Pack("ears", "stt", "1", (), "MIT", "ears", 3, True, files=(whole,))
    monkeypatch.setattr(registry, "load", lambda: registry.Registry({"ears": changed}))
    installed = {"net.onnx": receipt.Installed(3, "0" * 64, "here")}
    receipt.Receipt("ears", "1", "2026-01-15T06:30:00+00:00", installed).write(home / "models" / "ears")
    file = home / "models" / "ears" / "net.onnx"
    file.write_bytes(b"abc")
    assert found("model", store).state == "ok"
    file.write_bytes(b"ab")
    finding = found("model", store)
    assert (finding.state, finding.remedy) == ("fail", "sahayak models install ears")


@pytest.mark.parametrize(("subject", "name"), [("microphone", "Webcam at 16000 Hz"), ("speaker", "HDMI at 48000 Hz")])
def test_a_sound_device(store, sound_system, subject, name):
    assert found(subject, store) == Finding(subject, "ok", name)
    sound_system.devices.clear()
    missing = found(subject, store)
    assert (missing.state, missing.detail) == ("warn", f"this machine has no {subject}")
    assert subject in missing.remedy
    sound_system.query_fails = "the server is gone"
    assert "the server is gone" in found(subject, store).detail


@pytest.mark.parametrize(
    ("providers", "detail"),
    [
        (["CPUExecutionProvider"], "none, models run on the CPU"),
        (["CUDAExecutionProvider", "CPUExecutionProvider"], "CUDAExecutionProvider"),
    ],
)
def test_the_graphics_processor(store, monkeypatch, providers, detail):
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: providers)
    assert found("GPU", store) == Finding("GPU", "ok", detail)


def test_a_database_is_counted(store):
    assert found("database", store) == Finding("database", "ok", f"{store}: 7 products, 10 orders")


def test_the_kiosks_own_database_begins_as_the_demo_store(home):
    finding = found("database", None)
    assert finding.state == "ok"
    assert finding.detail.startswith(f"{home / 'sahayak.db'}: ")


def test_a_missing_database_is_not_made(home, tmp_path):
    path = tmp_path / "shop.db"
    finding = found("database", path)
    assert (finding.state, finding.detail) == ("fail", f"There is no database at {path}.")
    assert "sahayak catalog import" in finding.remedy
    assert not path.exists()


def test_an_empty_database_is_no_failure(home, tmp_path):
    path = tmp_path / "empty.db"
    Catalog(path).close()
    finding = found("database", path)
    assert (finding.state, finding.remedy) == ("warn", "sahayak catalog import DIR")


def test_the_database_of_a_newer_program(store):
    with closing(sqlite3.connect(store)) as database, database:
        columns = [row[1] for row in database.execute("pragma table_info(schema_migration)")]
        name = next(column for column in columns if column in ("name", "migration"))
        database.execute(f"update schema_migration set {name} = '9999_next' where rowid = 1")
    finding = found("database", store)
    assert finding.state == "fail"
    assert "written by a newer Sahayak" in finding.detail
    assert "Update this program" in finding.remedy


def test_a_locked_database(store, monkeypatch):
    waits = []
    opened = Catalog.__init__

    def impatient(self, path, **options):
        waits.append(path)
        opened(self, path, **{**options, "timeout": 0.05})

    monkeypatch.setattr(Catalog, "__init__", impatient)
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("pragma locking_mode = exclusive")
        other.execute("begin exclusive")
        finding = found("database", store)
        other.execute("rollback")
    assert waits
    assert finding.state == "fail"
    assert finding.detail == f"The database {store} is locked by another program."
    assert "try again" in finding.remedy


def test_a_file_that_is_no_database(home, tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("milk, bread, butter\n" * 100)
    finding = found("database", path)
    assert finding.state == "fail"
    assert str(path) in finding.detail
    assert finding.remedy


def test_a_disk_that_is_nearly_full(store, home, monkeypatch):
    assert found("disk", store) == Finding("disk", "ok", "50 GB free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=0.4e9))
    finding = found("disk", store)
    assert (finding.state, finding.detail) == ("warn", f"0.4 GB free in {home}")
    assert "1 GB" in finding.remedy
