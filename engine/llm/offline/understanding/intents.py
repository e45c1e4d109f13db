"""How well a sentence fits each intent: by the lexicon's phrases, and by the classifier of intents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from engine.lexicon import PhraseSet, phrase_sets
from engine.llm.offline.understanding import semantics
from engine.llm.offline.understanding.sentence import Sentence

ORDER_INTENTS = ("cancel_order", "return_order", "track_order")
POLICIES = ("returns", "refunds", "shipping", "privacy", "warranty")
OF_AN_ORDER = 4  # figures, which no measure of a thing has so often
_BEFORE = {
    "goods": ("search", "price", "cheaper", "more"),
    "question": ("faq",),
    "policy": ("policy",),
    "order": ("track_order", "cancel_order", "initiate_return", "return_order"),
    "staff": ("staff",),
}
_LED, _LEAD = 0.28, 0.08  # how near an intent is that leads, and by how much
_LEXICAL = (0.0, 0.15, 0.3, 0.4)  # what a phrase of so many words weighs beside a likeness of 0 to 1


@dataclass(frozen=True)
class Scores:
    """How well a sentence fits.

    Attributes:
        lexical: the most words of a phrase of each intent that stand in it.
        meaning: how likely each intent is by its wording.
    """

    lexical: Mapping[str, int]
    meaning: Mapping[str, float]

    def of(self, *intents: str) -> float:
        """How well it fits the best of some intents, by phrases and likelihood together."""
        return max(self.meaning[name] + self._words(name) for name in intents)

    def words(self, *intents: str) -> int:
        """The most words of a phrase of some intents."""
        return max(self.lexical.get(name, 0) for name in intents)

    def means(self, *intents: str) -> float:
        """How likely the best of some intents is by the wording alone."""
        return max(self.meaning[name] for name in intents)

    def best(self, *intents: str) -> str:
        """The one of some intents that it fits best."""
        return max(intents, key=self.of)

    @property
    def policy(self) -> str:
        """The policy that it fits best."""
        return max(POLICIES, key=lambda name: self.of(f"policy_{name}"))

    @property
    def rules(self) -> float:
        """How likely it asks for any policy, by the wording alone."""
        return sum(self.meaning[f"policy_{name}"] for name in POLICIES)

    @property
    def leading(self) -> str | None:
        """The intent that it clearly means more than any other; policies do not compete with each other."""
        best = max(self.meaning, key=lambda name: self.meaning[name])
        rest = max(score for name, score in self.meaning.items() if _group(name) != _group(best))
        clear = self.meaning[best] >= _LED and self.meaning[best] >= rest + _LEAD
        return _group(best) if clear else None

    def _words(self, name: str) -> float:
        return _LEXICAL[min(self.lexical.get(name, 0), len(_LEXICAL) - 1)]


class _Likelihoods(Mapping[str, float]):
    """How likely each intent of a text is, found out when it is first asked for: words alone may decide."""

    def __init__(self, model: semantics.IntentModel, text: str, before: str | None) -> None:
        self._model = model
        self._text = text
        self._before = before

    def __getitem__(self, name: str) -> float:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def _found(self) -> Mapping[str, float]:
        return self._model.scores(self._text, self._before)


def _group(name: str) -> str:
    return "policy" if name.startswith("policy_") else name


def takes_off(said: Sentence) -> bool:
    """Whether something shall be taken off or not be sent, which cancels an order: "6203 हटा दो", "don't send it"."""
    return bool(said.says("speech", "erase") or said.score(_taking_off(), 0))


@cache
def _taking_off() -> PhraseSet:
    """Phrases that by themselves say so; a single word of them may be a thing."""
    found = (phrase_sets("agreement")[name].phrases for name in ("cancel_order", "unsent"))
    return PhraseSet(phrase for phrases in found for phrase in phrases if len(phrase) > 1)


def score(said: Sentence, before: str | None = None) -> Scores:
    """Compare a sentence with all intents.

    Args:
        said: the sentence.
        before: what was wanted before it, one of semantics.BEFORE; None if that is not to count.
    """
    return _score(said, before, semantics.Understanding.current())


def before(intent: str | None) -> str | None:
    """What was wanted before, as the classifier knows it, of the intent that a conversation has had last."""
    if intent is None:
        return "nothing"
    return next((kind for kind, intents in _BEFORE.items() if intent in intents), None)


@lru_cache(maxsize=256)
def _score(said: Sentence, before: str | None, model: semantics.IntentModel) -> Scores:
    lexical = {name: said.score(phrases) for name, phrases in phrase_sets("intents").items()}
    if any(len(one) >= OF_AN_ORDER for one in said.order_ids) and takes_off(said):
        lexical["cancel_order"] = max(1, lexical["cancel_order"])
    return Scores(lexical, _Likelihoods(model, said.text, before))
