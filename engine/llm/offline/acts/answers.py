"""Which of the frequent questions that the store's tool has found is the one that was asked, and its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.lexicon import fillers
from engine.llm.offline.acts.base import Scene
from engine.llm.offline.replies import fields, specifications
from engine.llm.offline.understanding import references, slots
from engine.llm.offline.understanding.intents import score
from engine.llm.offline.understanding.sentence import Sentence, sentence
from engine.tools.base import ToolRun

_SHORT_WORD = 2  # letters, too few to tell
_CERTAIN = 0.47  # likeness of a question
# Likeness of a question that is the same, of one in other words, and of one about the same side of a thing.
SAME_QUESTION, _SAME, ALIKE = 0.6, 0.5, 0.38
_SAME_WORDS = 0.72
_CLEAR = 0.9  # how much speaks for a specification that is called by its name
_OF_STORE = 0.8  # how likely words must ask the store something


def to_question(scene: Scene, run: ToolRun, said: Sentence, asked: Sequence[str]) -> str | None:
    """What the store knows that answers a question: the product's own answer, a specification, or what is nearest."""
    found = own(scene, run, said, asked) or surely(run, asked) or overlapping(run, said)
    return found or (None if _has_own(run) else likeliest(run, asked))


def own(scene: Scene, run: ToolRun, said: Sentence, asked: Sequence[str]) -> str | None:
    """What the store knows of the product itself that answers a question."""
    product = run.result.data.get("product") or {}
    if same := own_near(run, asked, SAME_QUESTION):
        return same
    # How long a thing has warranty, the thing itself tells.
    if "warranty" not in asked and (word_for_word := surely(run, asked, _SAME_WORDS)):
        return word_for_word
    found = fields.asked(product, said, asked)
    specified = specifications.told(scene, product, said, found)
    if _says_more(said, product, found) and (told := own_near(run, asked, ALIKE)):
        return told  # "the brass lamp has turned black, what do I rub it with": not whether it is of brass
    if any(field.weight >= _CLEAR for field in found):
        return _same_side(run, asked, ALIKE) or specified
    return own_near(run, asked, _SAME) or _same_side(run, asked) or specified or own_near(run, asked)


def _says_more(said: Sentence, product: Mapping[str, Any], found: Sequence[fields.Field]) -> bool:
    """Whether a question says more than what specifications and their product are called."""
    told = {said.words[place] for field in found for place in field.places}
    name = references.Told(str(product.get("name", "")))
    left = [word for word in said.content if word not in told and not word.isdecimal()]
    return bool(found) and len(left) > len(name.shared(said, left))


def likeliest(run: ToolRun, asked: Sequence[str] = (), said: Sentence | None = None) -> str | None:
    """The answer to the frequent question that was most likely asked; none that is about something else.

    Args:
        run: of the tool that has found the questions.
        asked: the aspects that are asked about.
        said: what may as well ask on about something else; then one that is but alike has to share a word with it.
    """
    for faq in run.result.data.get("faqs", ()):
        if faq.get("near", True) and not _about_else(faq, asked) and (said is None or shares(faq, said)):
            return str(faq["answer"])
    return None


def shares(faq: Mapping[str, Any], said: Sentence) -> bool:
    """Whether a question is near to words, or has one of them, or they clearly ask the store something."""
    if faq["likeness"] >= ALIKE or score(said).means("store_question") >= _OF_STORE:
        return True
    return bool(references.Told(f"{faq['question']} {faq['answer']}").shared(said, said.content))


def own_near(run: ToolRun, asked: Sequence[str] = (), least: float = -1.0) -> str | None:
    """The product's own answer that is nearest to the question, if one is near and about what is asked."""
    near = (faq for faq in _of_product(run) if faq["near"] and faq["likeness"] >= least)
    return next((str(faq["answer"]) for faq in near if not _about_else(faq, asked)), None)


def overlapping(run: ToolRun, said: Sentence) -> str | None:
    """The product's own answer that shares words with the question, in whatever language and however written."""
    asked = [word for word in said.words if len(word) > _SHORT_WORD and word not in fillers()]
    name = references.Told(str((run.result.data.get("product") or {}).get("name", "")))
    called = name.shared(said, asked)
    best, shared = None, 0 if called else 1  # that its name is said speaks for it, but for none of its answers
    for faq in _of_product(run):
        told = references.Told(f"{faq['question']} {faq['answer']}")
        if (count := len(told.shared(said, asked) - called)) > shared:
            best, shared = str(faq["answer"]), count
    return best


def described(said: Sentence, product: Mapping[str, Any]) -> bool:
    """Whether a product's description has a word that is asked for: "is there ammonia in it"."""
    told = references.sounding(str(product.get("description") or ""))
    called = references.sounding(str(product["name"]))
    sought = (references.heard(word) for word in said.content if len(word) > _SHORT_WORD)
    return any(sound & told and not sound & called for sound in sought)


def own_best(run: ToolRun, said: Sentence, asked: Sequence[str]) -> str:
    """The product's own answer that is nearest to a question, even if none is near."""
    nearest = (str(faq["answer"]) for faq in _of_product(run) if not _about_else(faq, asked))
    return overlapping(run, said) or next(nearest, "")


def _of_product(run: ToolRun) -> list[Mapping[str, Any]]:
    """The frequent questions about the product itself."""
    return [faq for faq in run.result.data.get("faqs", ()) if faq["about"] == "product"]


def _same_side(run: ToolRun, asked: Sequence[str], least: float = -1.0) -> str | None:
    """The product's own answer about the side of it that is asked about, told by the words of its question."""
    alike = (faq for faq in _of_product(run) if faq["likeness"] >= least)
    same = (faq for faq in alike if set(asked) & set(slots.aspects(sentence(faq["question"]))))
    return next((str(faq["answer"]) for faq in same), None)


def surely(run: ToolRun, asked: Sequence[str] = (), least: float = _CERTAIN) -> str | None:
    """The store's answer to a frequent question, if it is as good as certain that it was asked."""
    faqs = (faq for faq in run.result.data.get("faqs", ()) if faq["near"] and faq["likeness"] >= least)
    return next((str(faq["answer"]) for faq in faqs if not _about_else(faq, asked)), None)


def _has_own(run: ToolRun) -> bool:
    """Whether a product has answers of its own, which are likelier meant than the store's."""
    return bool(_of_product(run))


def _about_else(faq: Mapping[str, Any], asked: Sequence[str]) -> bool:
    """Whether a question is about another side of a thing than the one that is asked about."""
    about = set(slots.aspects(sentence(faq["question"])))
    return bool(asked and about and not about & set(asked))
