from __future__ import annotations

import sys

import numpy as np
import pytest
import soundfile

from engine.audio import wav
from engine.audio.format import SAMPLE_RATE
from engine.errors import BadAudio, KnownProblem


@pytest.fixture
def path(tmp_path):
    return tmp_path / "question.wav"


def tone(rate: int, seconds: float = 1.0, amplitude: float = 0.5) -> np.ndarray:
    return np.sin(2 * np.pi * 440 * np.arange(int(rate * seconds)) / rate) * amplitude


def refused(path) -> str:
    with pytest.raises(BadAudio) as bad:
        wav.read(path)
    assert str(path) in bad.value.message
    assert bad.value.hint
    assert bad.value.exit_code == 2
    return bad.value.message


def test_missing(path):
    assert "there is no recording" in refused(path)


def test_a_folder(tmp_path):
    assert "there is no recording" in refused(tmp_path)


def test_a_name_that_no_file_can_have(tmp_path):
    refused(tmp_path / ("x" * 300 + ".wav"))


def test_an_empty_file(path):
    path.touch()
    assert "empty" in refused(path)


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.txt", "a.raw", "a.mp3", "a.vox", "a"])
@pytest.mark.parametrize("content", [b"Namaste, this is a text.", b"\x00" * 2000, b"RIFF\xff\xff\xff\xffWAVEfmt "])
def test_what_is_no_recording(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert "cannot be read as WAV or FLAC" in refused(path)


@pytest.mark.parametrize("kept", [4, 12, 20, 30, 40])
def test_a_header_that_breaks_off(path, kept):
    soundfile.write(path, tone(16_000), 16_000)
    path.write_bytes(path.read_bytes()[:kept])
    refused(path)


@pytest.mark.parametrize("rate", [0, 2**31 - 1])
def test_a_header_with_an_impossible_rate(path, rate):
    soundfile.write(path, tone(16_000, 0.01), 16_000)
    content = bytearray(path.read_bytes())
    content[24:28] = rate.to_bytes(4, "little")
    path.write_bytes(content)
    refused(path)


@pytest.mark.parametrize("rate", [16_000, 44_100])
def test_no_samples(path, rate):
    soundfile.write(path, np.zeros(0), rate)
    assert "holds no samples" in refused(path)


def test_a_recording_that_breaks_off_is_read_as_far_as_it_goes(path):
    soundfile.write(path, tone(16_000), 16_000, subtype="PCM_16")
    whole = path.read_bytes()
    path.write_bytes(whole[: 44 + 2 * 8000])
    assert len(wav.read(path)) == 8000


def test_ten_minutes(path):
    soundfile.write(path, np.zeros(600 * 8000, np.int16), 8000)
    assert "is 600 s long" in refused(path)
    assert "at most 60 s" in refused(path)


def test_the_longest_is_allowed_and_a_sample_more_is_not(path):
    soundfile.write(path, np.zeros(2 * 8000, np.int16), 8000)
    assert len(wav.read(path, longest=2.0)) == 2 * SAMPLE_RATE
    soundfile.write(path, np.zeros(2 * 8000 + 1, np.int16), 8000)
    with pytest.raises(BadAudio, match="at most 2 s"):
        wav.read(path, longest=2.0)


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
@pytest.mark.parametrize(
    ("name", "subtype"), [("a.wav", "PCM_16"), ("a.wav", "PCM_24"), ("a.wav", "FLOAT"), ("a.flac", "PCM_16")]
)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_usual_format_gives_16_khz_mono(tmp_path, rate, name, subtype, channels):
    path = tmp_path / name
    soundfile.write(path, np.column_stack([tone(rate)] * channels), rate, subtype=subtype)
    found = wav.read(path)
    assert found.dtype == np.int16
    assert found.ndim == 1
    assert abs(len(found) - SAMPLE_RATE) <= 1
    middle = slice(1000, 15_000)
    assert np.abs(found[middle] / 32768 - tone(SAMPLE_RATE)[middle]).max() < 0.01


def test_the_channels_are_mixed(path):
    left = tone(16_000)
    soundfile.write(path, np.column_stack([left, np.zeros_like(left)]), 16_000)
    assert np.abs(wav.read(path) / 32768 - left / 2).max() < 0.001


def test_floats_that_are_no_numbers_are_silence_and_those_too_loud_are_clipped(path):
    samples = tone(16_000).astype(np.float32)
    samples[100], samples[200], samples[300], samples[400] = np.nan, np.inf, -np.inf, 7.0
    soundfile.write(path, samples, 16_000, subtype="FLOAT")
    found = wav.read(path)
    assert (found[100], found[200], found[300], found[400]) == (0, 32767, -32768, 32767)
    assert found[500] / 32768 == pytest.approx(samples[500], abs=0.001)


def test_silence_is_a_recording_too(path):
    soundfile.write(path, np.zeros(16_000, np.int16), 16_000)
    assert wav.read(path).tolist() == [0] * 16_000


def test_what_is_written_can_be_read(path):
    pcm = (tone(16_000) * 32767).astype(np.int16)
    wav.write(path, pcm, 16_000)
    assert np.array_equal(wav.read(path), pcm)
    info = soundfile.info(path)
    assert (info.samplerate, info.channels, info.subtype, info.format) == (16_000, 1, "PCM_16", "WAV")


def test_folders_are_made_and_only_the_file_stays(tmp_path):
    wav.write(tmp_path / "a" / "b" / "reply.wav", np.zeros(10, np.int16), 24_000)
    assert [p.name for p in (tmp_path / "a" / "b").iterdir()] == ["reply.wav"]


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on a file's size is POSIX")
def test_a_full_disk_leaves_the_file_as_it_was_and_nothing_half_written(path):
    import resource

    wav.write(path, np.zeros(100, np.int16), 16_000)
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(KnownProblem, match=r"question\.wav cannot be written"):
            wav.write(path, np.zeros(100_000, np.int16), 16_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(KnownProblem, match="cannot be written") as failed:
        wav.write(tmp_path / "file" / "reply.wav", np.zeros(10, np.int16), 16_000)
    assert failed.value.exit_code == 1
    assert failed.value.hint
