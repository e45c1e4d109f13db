"""Sentences as vectors: multilingual e5, by which a question finds a product in other words or another language.

e5 wants to be told which side a text is on: "query: " or "passage: " stands before it (Wang et al. 2024, Multilingual
E5 Text Embeddings). Vectors have length 1, so their dot product is the cosine of the angle between them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
READINGS = 4
Vectors = NDArray[np.float32]

_LONGEST_QUERY, _LONGEST_PASSAGE = 64, 192  # tokens; what a longer text says is said in its beginning
_QUERIES = 2048  # remembered


class Embedder(Protocol):
    """Turns texts into vectors. `name` tells apart the vectors of different models."""

    name: str

    def query(self, text: str) -> Vectors:
        """The vector of what a customer asks: float32 [384], of length 1."""
        ...

    def readings(self, text: str) -> Vectors:
        """What a customer asks, seen in several ways: float32 [READINGS, 384].

        The first is `query`'s vector, which tells what a text is about. The others tell what kind of sentence it is:
        what the middle layers of the model make of it.
        """
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of what the store has: float32 [texts, 384], each of length 1."""
        ...


class E5:
    """multilingual-e5-small on ONNX Runtime.

    Args:
        folder: with `model.onnx` and `tokenizer.json`.
        threads: how many passages are embedded at once, by default as many as there are processors; a single text is
            too short for more than one thread to pay.
    """

    name = "multilingual-e5-small, shop"

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._threads = threads or os.cpu_count() or 1
        self._cached = lru_cache(maxsize=_QUERIES)(self._readings)

    def query(self, text: str) -> Vectors:
        """See `Embedder.query`; the vectors of frequent questions are remembered."""
        vector: Vectors = self._cached(text)[0]
        return vector

    def readings(self, text: str) -> Vectors:
        """See `Embedder.readings`; those of frequent questions are remembered."""
        return self._cached(text)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.passages`."""
        # Each alone: the model brings its input to 8 bits as a whole, and so neighbours would change a vector.
        encoded = [self._encode(f"passage: {text}", _LONGEST_PASSAGE) for text in texts]
        with ThreadPoolExecutor(self._threads) as pool:
            return np.stack([*pool.map(self._embed, encoded)]) if encoded else np.zeros((0, DIMENSIONS), np.float32)

    def _readings(self, text: str) -> Vectors:
        tokens = self._encode(f"query: {text}", _LONGEST_QUERY)
        vector, traits = self._run(tokens, "sentence_embedding", "traits")
        return np.concatenate([vector[None], traits])

    def _encode(self, text: str, longest: int) -> list[int]:
        legible = text[: longest * 20].encode("utf-8", "replace").decode()  # half a character is no text
        ids: list[int] = self._tokenizer.encode(legible).ids
        return ids if len(ids) <= longest else [*ids[: longest - 1], ids[-1]]

    def _embed(self, tokens: list[int]) -> Vectors:
        return self._run(tokens, "sentence_embedding")[0]

    def _run(self, tokens: list[int], *outputs: str) -> list[Vectors]:
        ids = np.array([tokens], np.int64)
        found = self._session.run(outputs, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return [np.asarray(one[0], np.float32) for one in found]
