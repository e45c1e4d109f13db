"""multilingual-e5-small in torch, with an adapter of low rank beside each of its matrices (Hu et al. 2021, LoRA)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from models.convert.e5_weights import E5Weights

PARTS = ("q", "k", "v", "ao", "fi", "fo")


class Adapted(nn.Module):
    """A matrix that stays as it is, and what is learnt beside it: W + B A.

    Args:
        weight: float32 [out, in].
        bias: float32 [out].
        rank: rows of A; B begins at 0.
    """

    def __init__(self, weight: NDArray[np.float32], bias: NDArray[np.float32], rank: int) -> None:
        super().__init__()
        rows, columns = weight.shape
        self.register_buffer("weight", torch.from_numpy(weight).bfloat16(), persistent=False)
        self.register_buffer("bias", torch.from_numpy(bias.copy()).bfloat16(), persistent=False)
        self.a = nn.Parameter(torch.randn(rank, columns) / columns**0.5)
        self.b = nn.Parameter(torch.zeros(rows, rank))

    def matrix(self, adapted: bool) -> Tensor:
        """The matrix with or without what is learnt, bfloat16 [out, in]."""
        # Added up once for all texts: that is faster than two thin products beside each wide one.
        return (self.weight + self.b @ self.a).bfloat16() if adapted else self.weight


class Encoder(nn.Module):
    """The encoder in bfloat16 with its adapter in float32; only the adapter learns.

    Args:
        weights: the published ones.
        rows: of the embedding table that are kept, in their new order.
        rank: of the adapter.
    """

    def __init__(self, weights: E5Weights, rows: Sequence[int], rank: int) -> None:
        super().__init__()
        shape = self.shape = weights.shape
        hidden, wide = shape.hidden, shape.feed_forward
        words = weights.matrix("emb.word", shape.rows, hidden)
        kept = type(words)(words.codes[list(rows)], words.scales[list(rows)]).values()
        self.register_buffer("words", torch.from_numpy(kept).bfloat16(), persistent=False)
        kind = weights.vector("emb.type").reshape(-1, hidden)[0]
        positions = weights.vector("emb.pos").reshape(-1, hidden) + kind
        self.register_buffer("positions", torch.from_numpy(positions).bfloat16(), persistent=False)
        self.linear = nn.ModuleDict()
        self.norms = nn.ModuleDict({"emb": self._norm(weights, "emb.ln")})
        for layer in range(shape.layers):
            for part in PARTS:
                out, into = (wide, hidden) if part == "fi" else (hidden, wide) if part == "fo" else (hidden, hidden)
                name = f"l{layer}.{part}"
                matrix = weights.matrix(f"{name}.w", out, into).values()
                self.linear[name.replace(".", "_")] = Adapted(matrix, weights.vector(f"{name}.b"), rank)
            for part in ("aln", "oln"):
                self.norms[f"l{layer}_{part}"] = self._norm(weights, f"l{layer}.{part}")

    def adapter(self) -> dict[str, NDArray[np.float16]]:
        """What is learnt: "l0.q.a" [rank, in], "l0.q.b" [out, rank] and so on, float16."""
        return {
            f"{name.replace('_', '.')}.{side}": getattr(layer, side).detach().numpy().astype(np.float16)
            for name, layer in self.linear.items()
            for side in "ab"
        }

    def forward(self, texts: Sequence[Sequence[int]], adapted: bool = True) -> Tensor:
        """The vectors of texts, float32 [texts, hidden], each of length 1.

        All tokens stand in one matrix, those of texts of one length beside each other, so that nothing is padded.

        Args:
            texts: the ids of their tokens.
            adapted: whether the adapter is in place; without it the model is the published one.
        """
        matrices = {name: layer.matrix(adapted) for name, layer in self.linear.items()}
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        shapes = [(len([*same]), length) for length, same in groupby(len(texts[index]) for index in order)]
        ids = torch.tensor([token for index in order for token in texts[index]])
        places = torch.cat([torch.arange(length).repeat(count) for count, length in shapes])
        x = self._normed(self.words[ids] + self.positions[places], "emb")
        for layer in range(self.shape.layers):
            x = self._layer(x, shapes, f"l{layer}", matrices)
        means = torch.cat([part.float().mean(1) for part in _parted(x, shapes)])
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return functional.normalize(means, dim=-1)[back]

    def _layer(self, x: Tensor, shapes: list[tuple[int, int]], name: str, matrices: dict[str, Tensor]) -> Tensor:
        heads = self.shape.heads

        def linear(x: Tensor, part: str) -> Tensor:
            return functional.linear(x, matrices[f"{name}_{part}"], self.linear[f"{name}_{part}"].bias)

        def split(part: str) -> list[Tensor]:
            return [some.unflatten(-1, (heads, -1)).transpose(1, 2) for some in _parted(linear(x, part), shapes)]

        # Written out: for texts this short torch's own fused attention takes longer than everything else together.
        scale = (self.shape.hidden // heads) ** -0.5
        mixed = [
            (torch.softmax(q @ k.transpose(2, 3) * scale, dim=-1) @ v).transpose(1, 2).flatten(2).flatten(0, 1)
            for q, k, v in zip(split("q"), split("k"), split("v"), strict=True)
        ]
        x = self._normed(x + linear(torch.cat(mixed), "ao"), f"{name}_aln")
        return self._normed(x + linear(functional.gelu(linear(x, "fi")), "fo"), f"{name}_oln")

    def _normed(self, x: Tensor, name: str) -> Tensor:
        norm = self.norms[name]
        return functional.layer_norm(x, norm.normalized_shape, norm.weight, norm.bias, norm.eps)

    def _norm(self, weights: E5Weights, name: str) -> nn.LayerNorm:
        norm = nn.LayerNorm(self.shape.hidden, eps=self.shape.epsilon)
        for part, parameter in (("w", norm.weight), ("b", norm.bias)):
            parameter.data = torch.from_numpy(weights.vector(f"{name}.{part}").copy()).bfloat16()
            parameter.requires_grad_(False)
        return norm


def _parted(x: Tensor, shapes: list[tuple[int, int]]) -> list[Tensor]:
    """The rows of all tokens as [texts, tokens, width] for each length."""
    parts = x.split([count * length for count, length in shapes])
    return [part.unflatten(0, shape) for part, shape in zip(parts, shapes, strict=True)]
