"""The network: Whisper base's encoder (Radford et al. 2022), with linear CTC heads.

One pass gives phonemes, which the three languages share, and letters by each language's own head, so that the language
need not be known before.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.ct2_weights import read_model_bin
from models.indic_mini.features import BANDS
from models.indic_mini.symbols import LANGUAGES, LETTERS
from phonetics.phonemes import PHONEMES

WIDTH, HEADS, LAYERS = 512, 8, 5  # of the encoder's six layers, as many as pay


class Heads(NamedTuple):
    """Logits: phonemes [batch, frames, 32], letters [batch, frames, 3, 101], language [batch, 3]."""

    phonemes: Tensor
    letters: Tensor
    language: Tensor


class Layer(nn.Module):
    """A pre-norm transformer layer."""

    def __init__(self) -> None:
        super().__init__()
        self.attention_norm, self.ffn_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.ffn_in, self.ffn_out = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """`mask` [batch, 1, 1, frames] is true where there is speech."""
        batch, frames, _ = x.shape
        qkv = self.qkv(self.attention_norm(x)).view(batch, frames, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = _attend(qkv, mask)
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, frames, WIDTH))
        return x + self.ffn_out(functional.gelu(self.ffn_in(self.ffn_norm(x))))


def _attend(qkv: Tensor, mask: Tensor | None) -> Tensor:
    if not torch.is_grad_enabled():
        return functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=mask)
    # For utterances this short, the backward step of torch's own attention is several times slower on a processor.
    likeness = qkv[0] @ qkv[1].transpose(-1, -2) * (WIDTH // HEADS) ** -0.5
    if mask is not None:
        likeness = likeness.masked_fill(~mask, -1e4)
    return likeness.softmax(-1).to(qkv.dtype) @ qkv[2]


class Network(nn.Module):
    """See the module.

    Args:
        weights: `model.bin` of the pack `whisper-base`, to begin with; None begins at random.
        layers: how many of the encoder's layers to use.
    """

    def __init__(self, weights: Path | None, layers: int = LAYERS) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(BANDS, WIDTH, 3, padding=1)
        self.conv2 = nn.Conv1d(WIDTH, WIDTH, 3, stride=2, padding=1)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.norm = nn.LayerNorm(WIDTH)
        self.register_buffer("positions", torch.zeros(1500, WIDTH))
        self.dropout = nn.Dropout(0.15)
        self.phonemes = nn.Linear(WIDTH, len(PHONEMES) + 1)
        self.letters = nn.Linear(WIDTH, len(LANGUAGES) * (len(LETTERS) + 1))
        self.attention = nn.Linear(WIDTH, 1)  # where to listen for the language; at first everywhere alike
        nn.init.zeros_(self.attention.weight)
        self.language = nn.Linear(WIDTH, len(LANGUAGES))
        if weights:
            self._load(weights)

    def forward(self, mel: Tensor, mask: Tensor | None = None) -> Heads:
        """Recognise.

        Args:
            mel: [batch, 80, 2 × frames].
            mask: [batch, frames], true where there is speech; None for all.
        """
        return self.upper(self.lower(mel, mask, 0), mask, 0)

    def lower(self, mel: Tensor, mask: Tensor | None, layers: int) -> Tensor:
        """The convolutions and the first layers: [batch, frames, 512]."""
        x = functional.gelu(self.conv1(mel))
        x = functional.gelu(self.conv2(x)).transpose(1, 2)
        return self._through(x + self.positions[: x.shape[1]], mask, 0, layers)

    def upper(self, x: Tensor, mask: Tensor | None, layers: int) -> Heads:
        """What follows the first layers."""
        x = self.dropout(self.norm(self._through(x, mask, layers, len(self.layers))))
        letters = self.letters(x).view(*x.shape[:2], len(LANGUAGES), -1)
        worth = self.attention(x)
        if mask is not None:
            worth = worth.masked_fill(~mask[:, :, None], -1e4)
        pooled = (x * worth.softmax(1)).sum(1)
        return Heads(self.phonemes(x), letters, self.language(pooled))

    def _through(self, x: Tensor, mask: Tensor | None, start: int, stop: int) -> Tensor:
        wide = None if mask is None else mask[:, None, None]
        for layer in list(self.layers)[start:stop]:
            x = layer(x, wide)
        return x

    def _load(self, path: Path) -> None:
        tensors = read_model_bin(path)

        def put(name: str, module: nn.Module, weight: str = "weight", bias: str = "bias") -> None:
            for attribute, suffix in (("weight", weight), ("bias", bias)):
                value = np.array(tensors[f"encoder/{name}/{suffix}"], np.float32)
                getattr(module, attribute).data.copy_(torch.from_numpy(value))

        put("conv1", self.conv1)
        put("conv2", self.conv2)
        put("layer_norm", self.norm, "gamma", "beta")
        for place, layer in enumerate(self.layers):
            base = f"layer_{place}"
            put(f"{base}/self_attention/layer_norm", layer.attention_norm, "gamma", "beta")
            put(f"{base}/ffn/layer_norm", layer.ffn_norm, "gamma", "beta")
            put(f"{base}/self_attention/linear_0", layer.qkv)
            put(f"{base}/self_attention/linear_1", layer.out)
            put(f"{base}/ffn/linear_0", layer.ffn_in)
            put(f"{base}/ffn/linear_1", layer.ffn_out)
        positions = np.array(tensors["encoder/position_encodings/encodings"], np.float32)
        self.positions.copy_(torch.from_numpy(positions))
