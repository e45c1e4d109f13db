from __future__ import annotations

import base64
import hashlib

import pytest

from models.digest import Digest


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_of_a_file_equals_hashlib(tmp_path, algorithm):
    path = tmp_path / "file"
    path.write_bytes(b"namaste" * 100_000)
    expected = Digest(algorithm, hashlib.new(algorithm, path.read_bytes()).hexdigest())
    assert expected.of(path) == expected


def test_npm_integrity_and_record_hash_are_understood():
    raw = hashlib.sha512(b"x").digest()
    assert Digest.from_integrity("sha512-" + base64.b64encode(raw).decode()) == Digest("sha512", raw.hex())
    url_safe = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    assert Digest.from_base64("sha512", url_safe) == Digest("sha512", raw.hex())


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="base64"):
        Digest.from_base64("sha256", "***")


def test_upper_case_hexadecimal_is_the_same():
    assert Digest.sha256("AB") == Digest.sha256("ab")
