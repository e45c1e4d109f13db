"""Whisper's text decoder in numpy, one token a step for many hypotheses at once, to score given phrases.

CTranslate2 decodes freely but cannot be held to a list of phrases; this runs the same weights (read from the pack's
`model.bin`) under the control of a search. Architecture: 6 pre-norm transformer layers of width 512 with 8 heads, a
cache of self-attention keys and values, cross-attention to the encoder's 750 frames (Radford et al. 2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.ct2_weights import read_model_bin

Array = NDArray[np.float32]

_WIDTH, _HEADS = 512, 8
_HEAD = _WIDTH // _HEADS


@dataclass(frozen=True, slots=True)
class _Layer:
    self_norm: tuple[Array, Array]
    self_in: tuple[Array, Array]
    self_out: tuple[Array, Array]
    cross_norm: tuple[Array, Array]
    cross_query: tuple[Array, Array]
    cross_key_value: tuple[Array, Array]
    cross_out: tuple[Array, Array]
    ffn_norm: tuple[Array, Array]
    ffn_in: tuple[Array, Array]
    ffn_out: tuple[Array, Array]


CrossAttention = list[tuple[Array, Array]]


class Cache:
    """Self-attention keys and values of up to `size` hypotheses over up to `length` positions, for all layers."""

    def __init__(self, layers: int, size: int, length: int) -> None:
        self.keys = np.zeros((layers, size, _HEADS, length, _HEAD), np.float32)
        self.values = np.zeros_like(self.keys)

    def select(self, parents: NDArray[np.intp]) -> Cache:
        """A new cache in which hypothesis i continues `parents[i]`; this one stays as it is."""
        chosen = Cache(0, 0, 0)
        chosen.keys, chosen.values = self.keys[:, parents], self.values[:, parents]
        return chosen

    def keep(self, parents: NDArray[np.intp], position: int) -> None:
        """Let hypothesis i continue what hypothesis `parents[i]` was, up to `position`."""
        count = len(parents)
        self.keys[:, :count, :, :position] = self.keys[:, parents, :, :position]
        self.values[:, :count, :, :position] = self.values[:, parents, :, :position]


class Decoder:
    """The decoder's weights in float32 (about 120 MB) and its forward step.

    Args:
        model_bin: the pack's weights.
        vocabulary: the tokens among which probabilities are shared out. Half of a step would go into the 51,865 of
            Whisper's 99 languages; a few thousand frequent ones do as well for comparing phrases.

    Attributes:
        column: of a token in what `step` returns, int [51865]; -1 outside the vocabulary.
    """

    def __init__(self, model_bin: Path, vocabulary: NDArray[np.intp]) -> None:
        tensors = read_model_bin(model_bin)

        def get(name: str) -> Array:
            return np.ascontiguousarray(tensors[f"decoder/{name}"], np.float32)

        def norm(name: str) -> tuple[Array, Array]:
            return get(f"{name}/layer_norm/gamma"), get(f"{name}/layer_norm/beta")

        def linear(name: str) -> tuple[Array, Array]:
            return np.ascontiguousarray(get(f"{name}/weight").T), get(f"{name}/bias")

        self._embeddings = get("embeddings/weight")
        self._output = np.ascontiguousarray(self._embeddings[vocabulary].T)
        self.column = np.full(len(self._embeddings), -1, np.intp)
        self.column[vocabulary] = np.arange(len(vocabulary))
        self._positions = get("position_encodings/encodings")
        self._final_norm = get("layer_norm/gamma"), get("layer_norm/beta")
        count = sum(name.endswith("/ffn/linear_0/weight") and name.startswith("decoder/") for name in tensors)
        self._layers = [
            _Layer(
                norm(f"layer_{i}/self_attention"),
                linear(f"layer_{i}/self_attention/linear_0"),
                linear(f"layer_{i}/self_attention/linear_1"),
                norm(f"layer_{i}/attention"),
                linear(f"layer_{i}/attention/linear_0"),
                linear(f"layer_{i}/attention/linear_1"),
                linear(f"layer_{i}/attention/linear_2"),
                norm(f"layer_{i}/ffn"),
                linear(f"layer_{i}/ffn/linear_0"),
                linear(f"layer_{i}/ffn/linear_1"),
            )
            for i in range(count)
        ]

    def cache(self, size: int, length: int) -> Cache:
        """Room for `size` hypotheses of `length` tokens."""
        return Cache(len(self._layers), size, length)

    def attend(self, encoding: Array) -> CrossAttention:
        """Prepare the cross-attention of each layer to an utterance, float32 [750, 512]."""
        prepared: CrossAttention = []
        for layer in self._layers:
            key_value = _linear(encoding, layer.cross_key_value)
            key, value = key_value[:, :_WIDTH], key_value[:, _WIDTH:]
            prepared.append(
                (
                    np.ascontiguousarray(key.reshape(-1, _HEADS, _HEAD).transpose(1, 2, 0) / np.float32(_HEAD**0.5)),
                    np.ascontiguousarray(value.reshape(-1, _HEADS, _HEAD).transpose(1, 0, 2)),
                )
            )
        return prepared

    def step(self, tokens: NDArray[np.intp], position: int, cache: Cache, cross: CrossAttention) -> Array:
        """Feed one token a hypothesis.

        Args:
            tokens: token ids, shape [hypotheses].
            position: how many tokens came before, the same for all.
            cache: updated in place.
            cross: from `attend`.

        Returns:
            Log-probabilities of the next token over the vocabulary, float32 [hypotheses, len(vocabulary)].
        """
        count = len(tokens)
        x = self._embeddings[tokens] + self._positions[position]
        for index, layer in enumerate(self._layers):
            qkv = _linear(_norm(x, layer.self_norm), layer.self_in).reshape(count, 3, _HEADS, _HEAD)
            keys, values = cache.keys[index, :count], cache.values[index, :count]
            keys[:, :, position] = qkv[:, 1]
            values[:, :, position] = qkv[:, 2]
            query = qkv[:, 0, :, :, None] / np.float32(_HEAD**0.5)
            weights = _softmax((keys[:, :, : position + 1] @ query)[..., 0])
            mixed = (weights[:, :, None] @ values[:, :, : position + 1])[:, :, 0]
            x = x + _linear(mixed.reshape(count, _WIDTH), layer.self_out)

            query = _linear(_norm(x, layer.cross_norm), layer.cross_query)
            key, value = cross[index]
            weights = _softmax(query.reshape(count, _HEADS, _HEAD).transpose(1, 0, 2) @ key)
            mixed = (weights @ value).transpose(1, 0, 2)
            x = x + _linear(mixed.reshape(count, _WIDTH), layer.cross_out)

            x = x + _linear(_gelu(_linear(_norm(x, layer.ffn_norm), layer.ffn_in)), layer.ffn_out)
        logits = _norm(x, self._final_norm) @ self._output
        logits -= logits.max(-1, keepdims=True)
        return np.asarray(logits - np.log(np.exp(logits).sum(-1, keepdims=True)))


def _linear(x: Array, weights: tuple[Array, Array]) -> Array:
    return np.asarray(x @ weights[0] + weights[1])


def _norm(x: Array, weights: tuple[Array, Array]) -> Array:
    x = x - x.mean(-1, keepdims=True)
    scale = np.sqrt(np.square(x).mean(-1, keepdims=True) + np.float32(1e-5))
    return np.asarray(x / scale * weights[0] + weights[1])


def _softmax(x: Array) -> Array:
    x = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(x / x.sum(-1, keepdims=True))


def _gelu(x: Array) -> Array:
    # x * x * x: numpy computes float32 ** 3 a hundred times slower
    inner = np.float32(0.7978845608) * (x + np.float32(0.044715) * (x * x * x))
    return np.asarray(np.float32(0.5) * x * (1 + np.tanh(inner)))
