#!/usr/bin/env python3
"""Set Sahayak up and run it, with nothing but Python: `python3 dev.py run` and `python3 dev.py test`.

Each start makes sure of four things and does only what is missing: the system's libraries, a virtual environment in
`.venv`, the hashed dependencies of `requirements.lock`, and the default model packs. Only the standard library is used.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed.sha256"
SUPPORTED = ((3, 11), (3, 13))

# What PySide6 and PortAudio load at run time: the shared object, and the Debian package that carries it.
RUN_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libportaudio.so.2": "libportaudio2",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
RUN_PROGRAMS = {"npm": "npm"}  # one model pack lies in an npm tarball, and npm knows which registry this machine uses
TEST_PROGRAMS = {"pulseaudio": "pulseaudio", "pactl": "pulseaudio-utils"}  # a sound card made of software

USAGE = """usage: python3 dev.py run [options of `sahayak run`]
       python3 dev.py test [options of pytest]
       python3 dev.py lock"""


class SetupError(Exception):
    """Something that this machine lacks, with what to type."""


def say(text: str) -> None:
    """Tell the developer what is going on, on standard error so that a command's own output stays clean."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def check_python() -> None:
    """Refuse a Python that the dependencies have no wheels for."""
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        low, high = (".".join(map(str, v)) for v in SUPPORTED)
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupError(f"Python {low} to {high} is needed, this is {found}. Try: python{low} dev.py run")


def missing_system_packages(for_tests: bool) -> list[str]:
    """Name the Debian packages whose shared objects or programs this Linux machine does not have."""
    ldconfig = shutil.which("ldconfig", path=os.environ.get("PATH", "") + os.pathsep + "/sbin:/usr/sbin")
    known = subprocess.run([ldconfig or "ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
    packages = [package for soname, package in RUN_LIBRARIES.items() if soname not in known]
    programs = RUN_PROGRAMS | (TEST_PROGRAMS if for_tests else {})
    packages += [package for program, package in programs.items() if not shutil.which(program)]
    if importlib.util.find_spec("ensurepip") is None:
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    return packages


def ensure_system_packages(for_tests: bool) -> None:
    """Install what is missing with apt-get as root; otherwise say the exact command."""
    if sys.platform != "linux":
        return
    packages = missing_system_packages(for_tests)
    if not packages:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    typed = f"apt-get update && {' '.join(install)}"
    if not shutil.which("apt-get"):
        raise SetupError(f"system libraries are missing; Debian calls them: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise SetupError(f"system libraries are missing. Type:\n  sudo sh -c '{typed}'")
    say(f"installing {len(packages)} Debian packages: {' '.join(packages)}")
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    for step in (["apt-get", "update", "-q"], install):
        if subprocess.run(step, check=False, **quiet).returncode:
            raise SetupError(f"apt-get failed. Type it to see why:\n  {typed}")


def venv_python() -> Path:
    """Where the virtual environment keeps its interpreter."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def run_python(*arguments: str, check: bool = True) -> int:
    """Run the environment's Python in the project's folder; a failure ends dev.py with the same exit code."""
    code = subprocess.run([venv_python(), *arguments], cwd=ROOT, check=False).returncode
    if code and check:
        raise SystemExit(code)
    return code


def ensure_environment() -> None:
    """Create `.venv` and fill it from the lock file; a stamp of both files' hash makes the second time free."""
    wanted = hashlib.sha256(
        LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode() + str(ROOT).encode()
    ).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted and venv_python().exists():
        return
    say("creating .venv and installing the locked dependencies (some 900 MB, once)")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    pip = ("-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-qq")
    run_python(*pip, "--require-hashes", "--only-binary=:all:", "-r", str(LOCK))
    run_python(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    STAMP.write_text(wanted)


def ensure_models() -> None:
    """Install the model packs that the kiosk starts with; those already there are only looked at."""
    run_python("-m", "desktop.cli", "models", "install", "--only-missing")


def run(arguments: list[str]) -> int:
    """`dev.py run`: set up, then `sahayak run` with the same arguments."""
    ensure_system_packages(for_tests=False)
    ensure_environment()
    if not {"--help", "-h"} & set(arguments):
        ensure_models()
    return run_python("-m", "desktop.cli", "run", *arguments, check=False)


def test(arguments: list[str]) -> int:
    """`dev.py test`: every quality gate, then the tests. All gates run, so that one start shows all that fails."""
    ensure_system_packages(for_tests=True)
    ensure_environment()
    ensure_models()
    qml = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "desktop" / "qml").rglob("*.qml"))]
    gates = {
        "ruff": ("-m", "ruff", "check", "."),
        "ruff format": ("-m", "ruff", "format", "--check", "."),
        "mypy": ("-m", "mypy"),
        "import contract": ("-c", "from importlinter.cli import lint_imports_command as c; c()"),
        "qmllint": ("-c", "from PySide6.scripts.pyside_tool import qmllint as q; q()", *qml),
        "pytest": ("-m", "pytest", *arguments),
    }
    failed = []
    for name, command in gates.items():
        say(f"{name} …")
        if run_python(*command, check=False):
            failed.append(name)
    say(f"failed: {', '.join(failed)}" if failed else "all gates passed")
    return 1 if failed else 0


def lock(_arguments: list[str]) -> int:
    """`dev.py lock`: resolve pyproject.toml anew into requirements.lock, for every platform, naming no host."""
    ensure_environment()
    run_python("-m", "pip", "--disable-pip-version-check", "install", "--quiet", "uv")
    options = "--extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet"
    command = f"-m uv pip compile pyproject.toml {options} -o requirements.lock"  # it names no host by itself
    return run_python(*command.split(), check=False)


def main(argv: list[str]) -> int:
    """Dispatch the command; a set-up problem is one message and exit code 1."""
    commands = {"run": run, "test": test, "lock": lock}
    if not argv or argv[0] not in commands:
        print(USAGE)
        return 0 if argv in (["--help"], ["-h"]) else 2
    try:
        check_python()
        return commands[argv[0]](argv[1:])
    except SetupError as problem:
        say(str(problem))
    except subprocess.CalledProcessError as failure:
        say(f"{' '.join(map(str, failure.cmd))} ended with exit code {failure.returncode}")
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
