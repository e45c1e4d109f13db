"""Stage 3, training: the network learns phonemes and letters at once, by CTC (Graves et al. 2006)."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from models.indic_mini.symbols import LANGUAGES, collapse
from models.train.data import Batch, Example, Heard, again, batches, draw, examples, heard, held_out
from models.train.network import Heads, Network

_EMA = 0.998  # of the weights, step by step: what is kept is the average
_CLIP = 2.0
_LANGUAGE_WEIGHT = 0.5
_DEVELOPMENT_SHARE, _MOST_DEVELOPMENT = 0.05, 90
_ROUND = 200  # new examples between two evaluations
_SAVED_EVERY = 40  # steps


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    Attributes:
        minutes: of processor time.
        frozen: layers from the bottom that stay as they are. An utterance is augmented and sent through them once, and
            heard `repeats` times by what is trained, which costs half of hearing it anew each time.
        repeats: see frozen.
        head_rate: learning rate of the heads.
        layer_rate: learning rate of the topmost layer; each one below has `decay` of the one above.
        decay: see layer_rate.
        seconds: of audio in a batch.
        shares: of the speech engines in what is heard, however much each has spoken.
        seed: of every choice.
    """

    minutes: float
    frozen: int = 2
    repeats: int = 3
    head_rate: float = 1e-3
    layer_rate: float = 2.5e-4
    decay: float = 0.7
    seconds: float = 32.0
    shares: dict[str, float] = field(default_factory=lambda: {"kokoro": 0.55, "espeak": 0.33, "festival": 0.12})
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Score:
    """Error rates by language on the development examples, greedy: phonemes and letters."""

    phonemes: dict[str, float]
    letters: dict[str, float]

    def mean(self) -> float:
        """What selection minimises."""
        return sum(self.phonemes.values()) / len(self.phonemes) + sum(self.letters.values()) / len(self.letters)


def train(network: Network, speech: Path, plan: Plan, folder: Path, on_score: Callable[[str, Score], None]) -> Network:
    """Train within the plan's time, and return the averaged weights of the best round (`folder/model.pt`).

    A run that was stopped goes on from `folder/checkpoint.pt`. Shards that are added to `speech` meanwhile are heard
    from the next round on.

    Raises:
        ValueError: there is no speech.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run = _Run(network, plan, folder)
    known: dict[str, list[Example]] = {}
    while not run.over():
        found = examples(speech, known)
        if not found:
            raise ValueError(f"there is no speech to learn from in {speech}")
        training = [each for each in found if not held_out(each.text, _DEVELOPMENT_SHARE)]
        development = _development(found) or found  # a handful of utterances: nothing is held out, only the run is seen
        chance = random.Random(f"{plan.seed} {run.round}")
        run.hear(draw(training, plan.shares, _ROUND, chance))
        score = evaluate(run.averaged(), development[:_MOST_DEVELOPMENT])
        on_score(f"round {run.round}, step {run.step}, {run.spent / 60:.1f} min", score)
        run.note({"round": run.round, "step": run.step, "speech": len(found), **asdict(score)})
        run.finish_round(score.mean())
    return load(folder / "model.pt")


def _development(found: list[Example]) -> list[Example]:
    """What is held out: Kokoro's, which is nearest to people; of all engines if it does not speak."""
    held = [each for each in found if held_out(each.text, _DEVELOPMENT_SHARE)]
    return [each for each in held if each.engine == "kokoro"] or held


class _Run:
    """The state of a training, which outlives the process."""

    def __init__(self, network: Network, plan: Plan, folder: Path) -> None:
        torch.manual_seed(plan.seed)
        self._network, self._plan, self._folder = network, plan, folder
        self._optimiser, self._rates = _optimiser(network, plan)
        frozen = ("conv", *(f"layers.{place}." for place in range(plan.frozen)))
        self._trained = [(n, value) for n, value in network.named_parameters() if not n.startswith(frozen)]
        self._pool: list[list[Heard]] = []
        self._average = {name: value.detach().clone() for name, value in network.state_dict().items()}
        self.step, self.round, self.spent, self._best = 0, 0, 0.0, math.inf
        if (folder / "checkpoint.pt").exists():
            self._resume(torch.load(folder / "checkpoint.pt", weights_only=True))

    def over(self) -> bool:
        return self.spent >= self._plan.minutes * 60

    def hear(self, training: list[Example]) -> None:
        """Augment these, and train on them and on what was heard in the last rounds."""
        plan, before = self._plan, time.process_time()
        self._network.eval()
        fresh: list[Heard] = []
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            for batch in batches(training, plan.seconds, plan.seed * 1000 + self.round, augmented=True):
                fresh += heard(batch, self._network.lower(batch.input, batch.mask, plan.frozen))
        self._pool = [*self._pool[-(plan.repeats - 1) :], fresh]
        pool = [each for heard_then in self._pool for each in heard_then]
        self._network.train()
        for batch in again(pool, plan.seconds, random.Random(f"{plan.seed} {self.round}")):
            self._learn(batch)
            self.spent += time.process_time() - before
            before = time.process_time()
            if self.step % _SAVED_EVERY == 0:
                self._save()
            if self.over():
                break

    def averaged(self) -> Network:
        network = Network(None, len(self._network.layers))
        network.load_state_dict(self._average)
        network.eval()
        return network

    def finish_round(self, score: float) -> None:
        self.round += 1
        if score < self._best:
            self._best = score
            _keep(self._average, self._folder / "model.pt")
        self._save()

    def note(self, record: dict[str, object]) -> None:
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    def _learn(self, batch: Batch) -> None:
        done = min(1.0, self.spent / 60 / self._plan.minutes)
        for group, rate in zip(self._optimiser.param_groups, self._rates, strict=True):
            group["lr"] = rate * min(1.0, (self.step + 1) / 80) * _schedule(done)
        loss = _loss(self._network, batch, self._plan.frozen)
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([value for _, value in self._trained], _CLIP)
        self._optimiser.step()
        keep = min(_EMA, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self._trained:
                self._average[name].lerp_(value, 1 - keep)
        self.step += 1
        if self.step % 20 == 0:
            self.note({"step": self.step, "minutes": round(self.spent / 60, 2), "loss": round(float(loss.detach()), 3)})

    def _save(self) -> None:
        counts = {"step": self.step, "round": self.round, "spent": self.spent, "best": self._best}
        state = {"network": self._network.state_dict(), "average": self._average, "counts": counts}
        _keep({**state, "optimiser": self._optimiser.state_dict()}, self._folder / "checkpoint.pt")

    def _resume(self, state: dict[str, Any]) -> None:
        self._network.load_state_dict(state["network"])
        self._average = state["average"]
        self._optimiser.load_state_dict(state["optimiser"])
        counts = state["counts"]
        self.step, self.round, self.spent, self._best = (counts[key] for key in ("step", "round", "spent", "best"))


def _keep(state: dict[str, Any], path: Path) -> None:
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


def load(path: Path) -> Network:
    """The network that `train` has kept."""
    state = torch.load(path, weights_only=True)
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    network = Network(None, layers)
    network.load_state_dict(state)
    network.eval()
    return network


def evaluate(network: Network, development: list[Example], seconds: float = 120.0) -> Score:
    """Greedy error rates."""
    network.eval()
    errors = {language: [0, 0, 0, 0] for language in LANGUAGES}
    ordered = sorted(development, key=lambda each: len(each.samples))
    position = 0
    with torch.no_grad():
        for batch in batches(ordered, seconds, 0, augmented=False):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                heads = network(batch.input, batch.mask)
            paths = heads.phonemes.argmax(-1)
            for row, frames in enumerate(batch.frames.tolist()):
                example = ordered[position]
                position += 1
                spelled = heads.letters[row, :frames, example.language].argmax(-1)
                count = errors[LANGUAGES[example.language]]
                count[0] += distance(collapse(paths[row, :frames].tolist()), example.phonemes)
                count[1] += len(example.phonemes)
                count[2] += distance(collapse(spelled.tolist()), example.letters)
                count[3] += len(example.letters)
    heard = {language: count for language, count in errors.items() if count[1]}
    return Score(
        {language: round(count[0] / count[1], 4) for language, count in heard.items()},
        {language: round(count[2] / count[3], 4) for language, count in heard.items()},
    )


def distance(one: list[int], other: list[int]) -> int:
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


def _loss(network: Network, batch: Batch, frozen: int) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        heads: Heads = network.upper(batch.input, batch.mask, frozen)
    phonemes = functional.log_softmax(heads.phonemes.float(), -1).transpose(0, 1)
    total = _ctc(phonemes, batch.phonemes, batch.frames)
    rows = torch.arange(len(batch.language))
    own = heads.letters[rows, :, batch.language]
    letters = functional.log_softmax(own.float(), -1).transpose(0, 1)
    total = total + _ctc(letters, batch.letters, batch.frames)
    return total + _LANGUAGE_WEIGHT * functional.cross_entropy(heads.language.float(), batch.language)


def _ctc(likely: Tensor, labels: list[Tensor], frames: Tensor) -> Tensor:
    lengths = torch.tensor([len(each) for each in labels])
    return functional.ctc_loss(likely, torch.cat(labels), frames, lengths, zero_infinity=True)


def _optimiser(network: Network, plan: Plan) -> tuple[torch.optim.Optimizer, list[float]]:
    modules = (network.phonemes, network.letters, network.language, network.attention)
    heads = [value for module in modules for value in module.parameters()]
    groups, rates = [{"params": heads}], [plan.head_rate]
    rate = plan.layer_rate
    groups.append({"params": list(network.norm.parameters())})
    rates.append(rate)
    for place in reversed(range(plan.frozen, len(network.layers))):
        groups.append({"params": list(network.layers[place].parameters())})
        rates.append(rate)
        rate *= plan.decay
    return torch.optim.AdamW(groups, lr=plan.head_rate, weight_decay=0.01), rates


def _schedule(done: float) -> float:
    """Constant for two fifths of the time, then a cosine to almost nothing."""
    return 1.0 if done < 0.4 else 0.02 + 0.49 * (1 + math.cos(math.pi * (done - 0.4) / 0.6))
