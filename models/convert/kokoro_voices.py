"""Kokoro's voices, a file each, into the one NumPy archive that kokoro-onnx loads."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import numpy as np

from models.errors import PackError

if TYPE_CHECKING:
    from pathlib import Path

STYLES, WIDTH = 510, 256  # a style vector for every length of the phoneme sequence


def convert(raw: Path, pack: Path) -> None:
    """Write `voices.npz` from all `<voice>.bin`.

    A published voice is 510 × 256 little-endian float32 without a header; in the archive it is a float32 array of
    shape [510, 1, 256] under the voice's name. The archive is an uncompressed ZIP of .npy members as `numpy.savez`
    makes it, but with fixed dates and system flags, so that every machine makes the same bytes.

    Raises:
        PackError: a file has another size.
    """
    with zipfile.ZipFile(pack / "voices.npz", "w") as archive:
        for path in sorted(raw.glob("*.bin")):
            style = np.fromfile(path, dtype="<f4")
            if style.size != STYLES * WIDTH:
                raise PackError(
                    f"{path.name} is no Kokoro voice: it has {style.size} values instead of {STYLES * WIDTH}"
                )
            member = zipfile.ZipInfo(f"{path.stem}.npy")
            member.create_system = 3
            with archive.open(member, "w") as out:
                np.lib.format.write_array(out, style.reshape(STYLES, 1, WIDTH), version=(1, 0))
