"""Kokoro's generator in torch: a block is what its formula says. The whole graph is compared where the pack is made."""

from __future__ import annotations

import pytest

pytest.importorskip("torch")

import torch
from torch import Tensor
from torch.nn import functional

from models.train.vocoder import Block


class Weights:
    """A block of 8 channels with random weights, float32."""

    def __init__(self) -> None:
        self.chance = torch.Generator().manual_seed(1)
        self.made: dict[str, Tensor] = {}

    def of(self, node: str) -> Tensor:
        name = node.rpartition("/")[0]
        shape = (16, 16) if "/fc" in name else (8, 8, 3)
        return self._make(name, torch.randn(shape, generator=self.chance) / 5)

    def named(self, name: str) -> Tensor:
        if ".alpha" in name:
            return self._make(name, torch.rand(1, 8, 1, generator=self.chance) + 0.5)
        return self._make(name, torch.randn(16 if "fc" in name else 8, generator=self.chance) / 5)

    def _make(self, name: str, value: Tensor) -> Tensor:
        return self.made.setdefault(name.replace("/", "."), value)


def test_a_block_normalises_bends_and_convolves() -> None:
    weights = Weights()
    block = Block(weights, "block")
    x, style = torch.randn(1, 8, 60, generator=weights.chance), torch.randn(1, 16, generator=weights.chance)
    flat = x[:, :, None].bfloat16().contiguous(memory_format=torch.channels_last)
    heard = block(flat, style)[:, :, 0].float()
    expected = _plain(weights.made, x, style)
    assert (heard - expected).abs().mean() < 0.03 * expected.abs().mean()


def _plain(made: dict[str, Tensor], x: Tensor, style: Tensor) -> Tensor:
    """As StyleTTS 2 writes it."""
    for place, dilation in enumerate((1, 3, 5)):
        change = x
        for half, spread in ((1, dilation), (2, 1)):
            affine = style @ made[f"block.adain{half}.{place}.fc"] + made[f"block.adain{half}.{place}.fc.bias"]
            scale, shift = affine[:, :, None].chunk(2, 1)
            change = (1 + scale) * functional.instance_norm(change) + shift
            alpha = made[f"block.alpha{half}.{place}"]
            change = change + torch.sin(alpha * change) ** 2 / alpha
            kernel, bias = made[f"block.convs{half}.{place}"], made[f"block.convs{half}.{place}.bias"]
            change = functional.conv1d(change, kernel, bias, padding=spread, dilation=spread)
        x = x + change
    return x
