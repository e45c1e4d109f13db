"""Checksums of files."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Digest:
    """A checksum: the algorithm's hashlib name, and the value in lower-case hexadecimal."""

    algorithm: str
    value: str

    @classmethod
    def sha256(cls, value: str) -> Digest:
        """A SHA-256 written in hexadecimal."""
        return cls("sha256", value.lower())

    @classmethod
    def from_base64(cls, algorithm: str, text: str) -> Digest:
        """A checksum in base64, plain or URL-safe, padded or not, as npm and a wheel's RECORD write it.

        Raises:
            ValueError: the text is not base64.
        """
        padded = text.rstrip("=").replace("-", "+").replace("_", "/")
        padded += "=" * (-len(padded) % 4)
        try:
            return cls(algorithm, base64.b64decode(padded, validate=True).hex())
        except binascii.Error as malformed:
            raise ValueError(f"not base64: {text!r}") from malformed

    @classmethod
    def from_integrity(cls, integrity: str) -> Digest:
        """A checksum in the form of npm and Subresource Integrity: `sha512-<base64>`.

        Raises:
            ValueError: the text is not of that form.
        """
        algorithm, _, encoded = integrity.partition("-")
        return cls.from_base64(algorithm, encoded)

    def of(self, path: Path) -> Digest:
        """The same kind of checksum of a file.

        Raises:
            OSError: the file cannot be read.
        """
        with path.open("rb") as file:
            return Digest(self.algorithm, hashlib.file_digest(file, self.algorithm).hexdigest())

    def __str__(self) -> str:
        return f"{self.algorithm} {self.value}"
