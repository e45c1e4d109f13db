"""Stage 1, texts: what the synthetic speakers say.

Six kinds: `kiosk`, what customers ask, from the grammars, the demo store's goods and the thesaurus; `store`, the demo
store's own sentences; `numbers`, digits in groups, prices and order numbers. From files that the caller names, so that
words which no shop uses are heard too: `general`, sentences (gettext catalogues and text files); `words`, a few words
of word lists in a row; `mixed`, requests and sentences with an English word in them, in Latin letters.
"""

from __future__ import annotations

import gettext
import json
import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from indic_numtowords import num2words

from phonetics.g2p import phonemes, words
from resources import ROOT

LANGUAGES = ("hi", "mr", "bn")
_SCRIPTS = {"hi": "\u0900-\u0963", "mr": "\u0900-\u0963", "bn": "\u0980-\u09e3\u09f0-\u09f1"}
_SENTENCE = re.compile(r"[.!?।:;\n]+\s*")
_DEMO_SHARE = 0.3  # of the requests that are for the demo store's goods; the others are for the thesaurus's
_SHORTEST, _LONGEST = 4, 80  # phonemes; the longest is about six seconds


@dataclass(frozen=True, slots=True)
class Text:
    """One thing to say: its language, its kind and the words, without digits."""

    language: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requests, numbers, rows of words and sentences with English to compose for each language."""

    kiosk: int = 4000
    numbers: int = 900
    words: int = 12_000
    mixed: int = 3000


USUAL = Counts()


def gather(
    seed: int,
    catalogues: Mapping[str, Iterable[Path]],
    lists: Mapping[str, Iterable[Path]],
    counts: Counts,
) -> list[Text]:
    """All texts, in random order.

    Args:
        seed: of the choice and the order.
        catalogues: gettext `.mo` files by language; the caller answers for their licence.
        lists: plain text files by language, a word or a paragraph a line; likewise.
        counts: see `Counts`.
    """
    found: list[Text] = []
    for language in LANGUAGES:
        chance = random.Random(f"{seed} {language}")
        found += _texts(language, "kiosk", _requests(language, counts.kiosk, chance))
        found += _texts(language, "numbers", (_number(language, chance) for _ in range(counts.numbers)))
        found += _texts(language, "store", _store(language))
        files = list(lists.get(language, ()))
        general = [*_texts(language, "general", _messages(language, catalogues.get(language, ())))]
        general += _texts(language, "general", _written(language, files))
        found += general
        found += _texts(language, "words", _rows(word_lists(language, files), counts.words, chance))
        if general:
            found += _texts(language, "mixed", _mixed(language, general, counts.mixed, chance))
    unique = sorted(set(found), key=lambda text: (text.language, text.kind, text.text))
    random.Random(seed).shuffle(unique)
    return unique


def write(path: Path, texts: Iterable[Text]) -> None:
    """Write texts as JSON Lines."""
    lines = (json.dumps(asdict(text), ensure_ascii=False) for text in texts)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def read(path: Path) -> list[Text]:
    """Read what `write` has written."""
    return [Text(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _texts(language: str, kind: str, sentences: Iterable[str]) -> Iterator[Text]:
    for sentence in sentences:
        spelt = spell_numbers(sentence, language)
        if spelt and _SHORTEST <= len(phonemes(spelt, language)) <= _LONGEST:
            yield Text(language, kind, spelt)


def spell_numbers(sentence: str, language: str) -> str:
    """The sentence's words, with numbers spelt out; nothing if one is too long to be said as a number."""

    def spell(match: re.Match[str]) -> str:
        digits = match[0].replace(",", "")
        return f" {num2words(int(digits), lang=language)} " if len(digits) <= 7 else " \0 "

    spelt = re.sub(r"\d[\d,]*", spell, sentence)
    return "" if "\0" in spelt else " ".join(words(spelt))


def _load(name: str) -> list[dict[str, str]]:
    records: list[dict[str, str]] = json.loads((ROOT / "demo" / f"{name}.json").read_text(encoding="utf-8"))
    return records


def _store(language: str) -> Iterator[str]:
    fields = ("name", "description", "question", "answer", "title", "content")
    for name in ("products", "faqs", "policies"):
        for record in _load(name):
            for field in fields:
                yield from _sentences(record.get(f"{field}_{language}") or "")


def _requests(language: str, count: int, chance: random.Random) -> Iterator[str]:
    grammar = tomllib.loads((ROOT / "grammar" / f"{language}.toml").read_text(encoding="utf-8"))
    names = [re.sub(r"\(.*?\)", " ", record[f"name_{language}"]) for record in _load("products")]
    things = _things(language)
    yield from grammar["phrases"]
    for _ in range(count):
        name = words(chance.choice(names if chance.random() < _DEMO_SHARE else things))
        start = chance.randrange(len(name)) if name else 0
        product = " ".join(name[start:] if chance.random() < 0.5 else name)
        price = chance.choice(grammar["slots"]["price"])
        order = num2words(chance.randrange(1000, 10000), lang=language)
        yield chance.choice(grammar["patterns"]).format(product=product, price=price, order=order)


def _number(language: str, chance: random.Random) -> str:
    """Digits one by one, in pairs or as a number."""
    manner = chance.random()
    if manner < 0.6:
        return " ".join(
            num2words(chance.randrange(10), lang=language) for _ in range(chance.choice((3, 4, 4, 5, 6, 10)))
        )
    if manner < 0.75:
        return " ".join(num2words(chance.randrange(10, 100), lang=language) for _ in range(chance.choice((2, 3, 5))))
    return str(num2words(chance.choice((chance.randrange(100), chance.randrange(100, 100_000))), lang=language))


def _things(language: str) -> list[str]:
    """The thesaurus's names in the language's script; those in Devanagari are Hindi's and Marathi's alike."""
    script = re.compile(rf"[{_SCRIPTS[language]}\s\u200c\u200d]+")
    names = {name.strip() for line in _thesaurus() for name in line.split("|")[1:]}
    return sorted(name for name in names if script.fullmatch(name))


def _english_things() -> list[str]:
    """The thesaurus's plain English names."""
    first = (re.split(r"[>|]", line)[0].strip() for line in _thesaurus())
    return sorted({name for name in first if re.fullmatch(r"[a-z' ]+", name)})


def _thesaurus() -> list[str]:
    lines = (ROOT / "search" / "things.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _mixed(language: str, general: list[Text], count: int, chance: random.Random) -> Iterator[str]:
    """Requests for goods by their English names, and sentences of which one word is English."""
    goods = _english_things()
    patterns = tomllib.loads((ROOT / "grammar" / f"{language}.toml").read_text(encoding="utf-8"))["patterns"]
    asking = [pattern for pattern in patterns if set(re.findall(r"\{\w+\}", pattern)) == {"{product}"}]
    for _ in range(count):
        thing = chance.choice(goods)
        if chance.random() < 0.5:
            yield chance.choice(asking).format(product=thing)
        else:
            sentence = chance.choice(general).text.split()
            sentence[chance.randrange(len(sentence))] = thing
            yield " ".join(sentence)


def word_lists(language: str, files: Iterable[Path]) -> list[list[str]]:
    """The words of each file that has lines of one word."""
    script = re.compile(rf"[{_SCRIPTS[language]}\u200c\u200d]{{2,}}")
    found = ([line for line in _lines(path) if script.fullmatch(line)] for path in files)
    return [listed for listed in found if listed]


def _rows(lists: list[list[str]], count: int, chance: random.Random) -> Iterator[str]:
    """Words in a row, as people read out a list; a short list is as good as a long one."""
    for _ in range(count if lists else 0):
        yield " ".join(chance.choice(chance.choice(lists)) for _ in range(chance.randint(1, 6)))


def _written(language: str, files: Iterable[Path]) -> Iterator[str]:
    foreign = _foreign(language)
    for path in files:
        for line in _lines(path):
            for sentence in _sentences(line) if " " in line else ():
                if not foreign.search(sentence) and len(sentence.split()) > 1:
                    yield sentence


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def _foreign(language: str) -> re.Pattern[str]:
    return re.compile(rf"[^{_SCRIPTS[language]}\s,.\-!?।'\"()\u200c\u200d]")


def _messages(language: str, catalogues: Iterable[Path]) -> Iterator[str]:
    foreign = _foreign(language)
    for path in catalogues:
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
        for original, message in catalogue._catalog.items():  # type: ignore[attr-defined]  # noqa: SLF001
            plain = re.sub(r"[~_&]", "", message) if original else ""
            for sentence in _sentences(plain):
                if not foreign.search(sentence) and len(sentence.split()) > 1:
                    yield sentence


def _sentences(text: str) -> Iterator[str]:
    """A text in pieces that are said in one breath: sentences, and clauses of long ones."""
    for sentence in _SENTENCE.split(text):
        pieces = [sentence] if len(sentence) < 90 else re.split(r"[,–—()]\s*", sentence)
        for piece in pieces:
            parts = piece.split()
            for start in range(0, len(parts), 14):
                yield " ".join(parts[start : start + 14])
