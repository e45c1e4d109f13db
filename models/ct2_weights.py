"""The tensors of a CTranslate2 model file (binary version 6), for what CTranslate2 itself does not do."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_DTYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


def read_model_bin(path: Path) -> dict[str, NDArray[np.generic]]:
    """Read the tensors of a CTranslate2 model file (binary version 6).

    The layout: version u32, spec name, revision u32, tensor count u32; then for each tensor its name, rank u8,
    dimensions u32 each, type u8, byte length u32, and the bytes. A name is its length u16 and a zero-terminated string.
    """
    data = path.read_bytes()
    position = 0

    def take(layout: str) -> tuple[int, ...]:
        nonlocal position
        values = struct.unpack_from("<" + layout, data, position)
        position += struct.calcsize("<" + layout)
        return values

    def take_name() -> str:
        nonlocal position
        (length,) = take("H")
        name = data[position : position + length - 1].decode()
        position += length
        return name

    take("I")
    take_name()
    take("I")
    (count,) = take("I")
    tensors: dict[str, NDArray[np.generic]] = {}
    for _ in range(count):
        name = take_name()
        (rank,) = take("B")
        shape = take(f"{rank}I")
        (kind,) = take("B")
        (length,) = take("I")
        dtype = np.dtype(_DTYPES[kind])
        tensors[name] = np.frombuffer(data, dtype, length // dtype.itemsize, position).reshape(shape)
        position += length
    return tensors
