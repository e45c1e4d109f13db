"""Recordings in files: WAV and FLAC in any rate and channel count, written as WAV."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import numpy as np
import soundfile

from engine.audio.format import SAMPLE_RATE, Pcm, resample, to_pcm
from engine.errors import BadAudio, KnownProblem

LONGEST_SECONDS = 60.0  # of a file given to `ask`; a question is much shorter, and memory stays bounded


def read(path: Path, longest: float = LONGEST_SECONDS) -> Pcm:
    """Read a recording as 16 kHz mono int16.

    Raises:
        BadAudio: missing, empty, damaged, not audio, or longer than `longest` seconds.
    """
    try:
        if not path.is_file():
            raise BadAudio(f"there is no recording {path}", "give the path of a WAV or FLAC file")
        if path.stat().st_size == 0:
            raise BadAudio(f"{path} is empty (0 bytes)", "record it again")
        with soundfile.SoundFile(path) as file:
            seconds = file.frames / file.samplerate
            if seconds > longest:
                raise BadAudio(
                    f"{path} is {seconds:.0f} s long; one question may take at most {longest:.0f} s",
                    "cut the question out of the recording",
                )
            rate = file.samplerate
            samples = file.read(dtype="float32", always_2d=True)
    except (OSError, RuntimeError, TypeError, ValueError) as damaged:  # TypeError: a name that ends in .raw
        raise BadAudio(f"{path} cannot be read as WAV or FLAC: {damaged}", "save it as 16-bit WAV") from damaged
    mono = np.nan_to_num(samples.mean(axis=1))
    recording = resample(to_pcm(mono), rate, SAMPLE_RATE)
    if not len(recording):
        raise BadAudio(f"{path} holds no samples", "record it again")
    return recording


def write(path: Path, pcm: Pcm, rate: int) -> None:
    """Write a 16-bit mono WAV; the file appears whole or not at all.

    Raises:
        KnownProblem: the disk is full, or the folder cannot be written.
    """
    partial = path.with_name(f".{path.stem}.{os.getpid()}.wav")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(partial, pcm, rate, subtype="PCM_16")
        partial.replace(path)
    except (OSError, soundfile.LibsndfileError) as failed:
        hint = "free space on the disk, or choose another folder"
        raise KnownProblem(f"{path} cannot be written: {failed}", hint) from failed
    finally:
        with suppress(OSError):
            partial.unlink()
