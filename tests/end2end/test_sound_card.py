"""The real audio stack, without a sound card: PulseAudio with two null sinks, one heard by the microphone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.audio import wav
from engine.audio.format import SAMPLE_RATE, Pcm
from engine.languages import Language

pytestmark = [
    pytest.mark.models,
    pytest.mark.sound,
    pytest.mark.skipif(sys.platform != "linux" or not shutil.which("pulseaudio"), reason="needs PulseAudio"),
]
Say = Callable[..., Pcm]

# Runs in a process of its own: PortAudio reads its devices once, and this one must see PulseAudio's.
_KIOSK = """
import asyncio, json, sys
from pathlib import Path
from desktop.options import Options
from desktop.sound import open_sound
from desktop.store import database
from engine.engine import Engine
from engine.events import KioskState, StateChanged, TurnCompleted
from engine.live import LiveSession
from engine.parts import installed
from engine.settings import load

async def main():
    settings = load(brain="offline", microphone="pulse", speaker="pulse")
    sound = open_sound(settings, Options(), False, lambda text: print("TOLD", text, flush=True))
    print("SOUND", *(type(part).__name__ for part in (sound.source, sound.speaker, sound.echo)), flush=True)
    done = asyncio.Event()
    def emit(event):
        if isinstance(event, StateChanged):
            print("STATE", event.state, flush=True)
        if isinstance(event, TurnCompleted):
            print("TURN", json.dumps(event.record.to_json()), flush=True)
    parts = installed(settings)
    engine = Engine(settings, database(None), parts, emit)
    await engine.start()
    await engine.open_voice(sound.speaker)
    await engine.open_ears()
    session = LiveSession(engine, sound.source, sound.speaker, sound.echo, parts.vad(), emit, barge_in=True)
    try:
        await asyncio.wait_for(session.run(), float(sys.argv[1]))
    except TimeoutError:
        pass
    await sound.speaker.close()
    await engine.close()

asyncio.run(main())
"""


@pytest.fixture
def pulse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A private PulseAudio: `vspk` is the speaker, what is played into `vmic_in` is heard by the microphone."""
    folder = Path("/tmp") / f"sahayak-pulse-{os.getpid()}"  # a socket's path must be short
    folder.mkdir(mode=0o700)
    (folder / "pulse").mkdir()
    socket = folder / "pulse" / "native"
    script = folder / "setup.pa"
    script.write_text(
        f".fail\n"
        f"load-module module-native-protocol-unix auth-anonymous=1 socket={socket}\n"
        "load-module module-null-sink sink_name=vspk rate=48000\n"
        "load-module module-null-sink sink_name=vmic_in rate=48000\n"
        "load-module module-remap-source master=vmic_in.monitor source_name=vmic\n"
        # As in a shop: what the speaker plays comes back to the microphone, quieter and later.
        "load-module module-loopback source=vspk.monitor sink=vmic_in latency_msec=60\n"
        "set-default-sink vspk\nset-default-source vmic\n"
    )
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder), "PULSE_SERVER": f"unix:{socket}"}
    command = ["pulseaudio", "-n", "-F", script, "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
    server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    feeders = []
    try:
        for _ in range(100):
            if subprocess.run(["pactl", "info"], env=environment, capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.1)
        else:
            pytest.skip("PulseAudio does not start here")
        subprocess.run(["pactl", "set-sink-input-volume", "0", "60%"], env=environment, check=True)
        # A null sink without a player stops its clock, and a capture loses its beginning. A real room is never
        # digitally silent, and the microphone's watchdog knows it: the microphone's sink plays faint noise.
        noise = folder / "noise.raw"
        noise.write_bytes(np.random.default_rng(1).integers(-12, 13, 44_100 * 2 * 120, np.int16).tobytes())
        for sink, sound in (("vmic_in", noise), ("vspk", Path("/dev/zero"))):
            feed = ["pacat", "--playback", "--raw", "--latency-msec=20", f"--device={sink}", str(sound)]
            feeders.append(subprocess.Popen(feed, env=environment))
        yield environment
    finally:
        for process in (*feeders, server):
            process.terminate()
            process.wait(10)
        shutil.rmtree(folder)


def play(path: Path, environment: dict[str, str]) -> None:
    subprocess.run(["paplay", "--device=vmic_in", path], env=environment, check=True, timeout=60)


def start_kiosk(pulse: dict[str, str], home: Path, seconds: int) -> subprocess.Popen[str]:
    environment = {**pulse, "SAHAYAK_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        [sys.executable, "-c", _KIOSK, str(seconds)], env=environment, stdout=subprocess.PIPE, text=True
    )


def wait_for(kiosk: subprocess.Popen[str], beginning: str) -> str:
    assert kiosk.stdout is not None
    for line in kiosk.stdout:
        if line.startswith(beginning):
            return line.removeprefix(beginning).strip()
    raise AssertionError(f"the kiosk ended without saying {beginning!r}")


def test_a_customer_is_heard_answered_and_may_interrupt(
    pulse: dict[str, str], real_home: Path, say: Say, tmp_path: Path
) -> None:
    import json

    question = tmp_path / "question.wav"
    wav.write(question, say("What is your return policy?", Language.ENGLISH, "am_michael"), SAMPLE_RATE)
    with start_kiosk(pulse, real_home, 40) as kiosk:
        try:
            assert wait_for(kiosk, "SOUND") == "Microphone LoudSpeaker WebRtcEchoCanceller"
            wait_for(kiosk, "STATE attract")
            form = ("--rate=16000", "--channels=1", "--format=s16le", "--raw")
            heard = subprocess.Popen(["parecord", "--device=vspk.monitor", *form, tmp_path / "heard.raw"], env=pulse)
            play(question, pulse)
            wait_for(kiosk, "STATE speaking")
            time.sleep(2.0)
            play(question, pulse)  # into the middle of the answer
            first = json.loads(wait_for(kiosk, "TURN"))
            second = json.loads(wait_for(kiosk, "TURN"))
            heard.terminate()
            heard.wait(10)
        finally:
            kiosk.kill()
    assert "return" in first["transcript"]["text"].lower()
    assert first["tools"][0]["name"] == "get_policy"
    assert second["turn"] == 2
    assert "policy" in second["transcript"]["text"].lower()
    sound = np.fromfile(tmp_path / "heard.raw", np.int16).astype(np.int32)
    assert np.abs(sound).max() > 1000, "nothing came out of the speaker"


def test_the_microphone_arrives_undistorted(pulse: dict[str, str], say: Say, tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    speech = say("मला एक पंखा दाखवा", Language.MARATHI)
    wav.write(path, speech, SAMPLE_RATE)
    script = (
        "import asyncio, sys, numpy as np\n"
        "from engine.audio.devices import find\n"
        "from engine.audio.microphone import Microphone\n"
        "async def main():\n"
        "    frames = []\n"
        "    async for frame in Microphone(find('input', 'pulse')).frames():\n"
        "        frames.append(frame)\n"
        "        if len(frames) == 5: print('ready', flush=True)\n"
        "        if len(frames) > 150: break\n"
        "    np.save(sys.argv[1], np.concatenate(frames))\n"
        "asyncio.run(main())\n"
    )
    recorded = tmp_path / "recorded.npy"
    environment = {**pulse, "PYTHONPATH": str(Path(__file__).parents[2])}
    recorder = subprocess.Popen(
        [sys.executable, "-c", script, recorded], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert recorder.stdout is not None
    assert recorder.stdout.readline().strip() == "ready"
    play(path, pulse)
    assert recorder.wait(30) == 0
    captured = np.load(recorded).astype(np.float64)
    wanted = speech.astype(np.float64)
    wanted = wanted[: len(captured)]
    length = 1 << (len(captured) + len(wanted)).bit_length()
    correlation = np.fft.irfft(np.fft.rfft(captured, length) * np.conj(np.fft.rfft(wanted, length)), length)
    shift = int(np.argmax(correlation))
    part = captured[shift : shift + len(wanted)]
    likeness = np.corrcoef(part, wanted[: len(part)])[0, 1]
    assert likeness > 0.95
