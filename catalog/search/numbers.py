"""Numbers in what a customer says: figures in any script, and words in any of the languages.

"नौ आठ सात" and "nine double five" are digit strings, "दो हज़ार पाँच सौ" and "2k" are amounts; which one a number is
depends on whether a multiplier stands in it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from indic_numtowords import num2words

from catalog.search.romanise import keys
from catalog.search.text import is_indic
from catalog.search.text import tokens as words
from resources import ROOT

CODES = ("hi", "bn", "mr", "en")

PHONE_DIGITS = 10  # figures in one piece that are no amount
_HUNDREDS = ("शे", "শো", "শ", "सौ")
_ENDINGS = (*_HUNDREDS, "चं", "चा", "ची", "चे", "च्या")
_FEW = 10  # "दोनच्या" counts things
_PAIR = 2  # figures, the fewest that stand before hundreds in a number dictated in groups
_LEAST_SOUND = 5  # letters of a spelling key by which a number's word is known however it is spelt
_ONLY = ("च", "चाच", "चीच", "चेच", "चंच", "ই")  # "just" the two: दोनच, দুইই
_DIGIT = re.compile(r"\d")
_SEPARATORS = re.compile(r"(?<=\d)[,\u00a0](?=\d{2,3}(?:\D|$))")  # thousands: 2,999 and 1,49,999


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence.

    Attributes:
        value: as an amount.
        digits: as it was dictated; "00" and "007" keep their zeros.
        start, end: the words of the sentence that it takes, end excluded.
    """

    value: float
    digits: str
    start: int
    end: int


def split(text: str) -> list[str]:
    """The words of a sentence with figures whole: "2,999" and "1.5" are one word, "2k" is two."""
    plain = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    plain = _SEPARATORS.sub("", plain)
    found: list[str] = []
    for part in re.findall(r"\d+(?:\.\d+)?|[^\d\s]+", plain):
        found += [part] if _DIGIT.match(part) else [one for word in words(part) for one in _parted(word)]
    return found


@lru_cache(maxsize=16384)
def _parted(word: str) -> tuple[str, ...]:
    """A number's word without what hangs on it.

    Marathi and Bengali count hundreds in one word up to ninety-nine ("बासष्टशे" is sixty-two hundred), and Marathi says
    whose something is ("एकवीसचं", "दीडचा"), and "just" ("दोनचीच").
    """
    if word in _multipliers() or word in _number_words():
        return (word,)
    for end in (*_ENDINGS, *_ONLY):
        number = word.removesuffix(end)
        if number == word:
            continue
        value, part = _number_words().get(number), end not in _HUNDREDS and fraction(number)
        if part or (value is not None and (end in (*_HUNDREDS, *_ONLY) or value > _FEW)):
            return number, end
    return (word,)


def numbers(sentence: list[str]) -> list[Number]:
    """All numbers of a sentence that `split` has cut into words."""
    found = []
    index = 0
    while index < len(sentence):
        number = _number_at(sentence, index)
        if number:
            found.append(number)
            index = number.end
        else:
            index += 1
    return found


def fraction(word: str) -> float | None:
    """The value of one and a half, two and a half and the like."""
    return _table("fractions").get(word)


@cache
def spoken(code: str) -> Mapping[str, Any]:
    """A language's words for numbers and prices, as resources/numbers has them."""
    with (ROOT / "numbers" / f"{code}.toml").open("rb") as file:
        return tomllib.load(file)


def _number_at(sentence: list[str], start: int) -> Number | None:
    values, multipliers, repeats = _number_words(), _multipliers(), _repeats()
    digits, before, total, group = "", "", 0.0, 0.0
    multiplied = tens = False
    index = start
    while index < len(sentence):
        word = sentence[index]
        following = sentence[index + 1] if index + 1 < len(sentence) else ""
        after_tens, tens = tens, False
        if _DIGIT.match(word):
            if digits and ("." in word or len(word) >= PHONE_DIGITS):
                break
            digits += word.replace(".", "")
            group = group + float(word) if multiplied else float(word)
            if len(word) >= PHONE_DIGITS:  # a phone number in one piece; figures beside it are another number
                index += 1
                break
        elif word in repeats and (value := values.get(following)) is not None and value < 10:
            digits += str(value) * repeats[word]
            group = float(str(value) * repeats[word])
            index += 1
        elif fraction := _fraction_at(sentence, index):  # "ढाई हज़ार"; the multiplier after it makes the digits
            group = group + fraction.value if multiplied else fraction.value
            digits += "0"
            index = fraction.end - 1
        elif word == "a" and index == start and multipliers.get(following, 0) > 99:
            pass  # "a hundred"
        elif word in multipliers and (digits or multiplied or multipliers[word] > 99):
            factor = multipliers[word]
            if factor >= 1000:
                total += (group or 1) * factor
                group = 0.0
            else:
                whole = factor > 100  # "दोनशे", "দুশো"
                apart = digits if whole else digits[:-1] if group < _FEW else ""
                if not multiplied and len(apart) >= _PAIR:
                    before, group = apart, 0.0 if whole else group
                group = (group or 1) * factor if group < 100 else group + factor
            multiplied = True
        elif (value := _value_of(word)) is not None:
            if multiplied:  # "दो हज़ार पाँच": what follows a multiplier adds up
                group += value
                digits += str(value)
            elif after_tens and value in range(1, 10):  # "twenty five"
                group += value
                digits = digits[:-1] + str(value)
            else:  # digits are being dictated
                group = value
                digits += str(value)
                tens = value in range(20, 100, 10)
        else:
            break
        index += 1
    if index == start:
        return None
    amount = round(total + group, 2)
    if multiplied:
        digits = str(int(amount))
        if before:  # "eighty one, two hundred twenty-four" is 81224
            digits = before + digits
            amount = float(digits)
    elif _DIGIT.match(sentence[start]) and index == start + 1:
        amount = float(sentence[start])
    elif len(digits) > 2:
        amount = float(digits)
    return Number(amount, digits, start, index)


def _fraction_at(sentence: list[str], start: int) -> Number | None:
    """One and a half, two and a half, or a half or quarter more or less, where a multiplier follows it."""
    multipliers = _multipliers()
    word, following, last = (*sentence[start : start + 3], "", "")[:3]
    if (value := _table("fractions").get(word)) and following in multipliers:
        return Number(value, "", start, start + 1)
    if (whole := _number_words().get(word)) and (after := _added_at(sentence, start + 1)) and after.end < len(sentence):
        return replace(after, value=whole + after.value, start=start) if sentence[after.end] in multipliers else None
    if not (offset := _table("offsets").get(word)):
        return None
    if (factor := multipliers.get(following)) is not None:  # "सवा सौ" is 125, "সাড়ে তিনশো" is 350
        count = int(str(factor)[0])
        return Number((count + offset) / count, "", start, start + 1)
    count = _number_words().get(following, 0)
    return Number(count + offset, "", start, start + 2) if count and last in multipliers else None


def _added_at(sentence: list[str], start: int) -> Number | None:
    """The "and a half" of "two and a half thousand"."""
    for parts, value in _added():
        end = start + len(parts)
        if sentence[start:end] == parts:
            return Number(value, "", start, end)
    return None


@cache
def _added() -> tuple[tuple[list[str], float], ...]:
    return tuple(
        (phrase.split(), float(value)) for code in CODES for phrase, value in spoken(code)["numbers"]["added"].items()
    )


@cache
def _number_words() -> dict[str, int]:
    """Number words of all languages, 0 to 99. Where languages differ on a word, the first language keeps it."""
    table: dict[str, int] = {}
    for code in CODES:
        spelled = {
            word: value
            for value in range(100)
            for spelling in _spellings(value, code)
            if len(word_parts := words(spelling)) == 1
            for word in word_parts
        }
        extra = {word: int(value) for key, value in spoken(code)["numbers"]["words"].items() for word in words(key)}
        for word, value in (spelled | extra).items():
            table.setdefault(word, value)
    return table


@lru_cache(maxsize=4096)
def _value_of(word: str) -> int | None:
    """What a number's word is worth; in Latin letters it may be spelt in any way: ikyaasi, ikyasi."""
    known = _number_words().get(word)
    if known is not None or is_indic(word) or len(word) < _LEAST_SOUND:
        return known
    return next((value for key in keys(word) if (value := _by_sound().get(key)) is not None), None)


@cache
def _by_sound() -> dict[str, int]:
    """The values of number words above ten by their spelling keys, without those that are short or ambiguous."""
    heard: dict[str, set[int]] = {}
    for word, value in _number_words().items():
        for key in keys(word) if value > _FEW else ():
            if len(key) >= _LEAST_SOUND:
                heard.setdefault(key, set()).add(value)
    return {key: next(iter(values)) for key, values in heard.items() if len(values) == 1}


def _spellings(value: int, code: str) -> Iterable[str]:
    found = num2words(value, lang=code, variations=True)
    return found if isinstance(found, list) else [found]


@cache
def _multipliers() -> dict[str, int]:
    return {
        word: int(value)
        for code in CODES
        for key, value in spoken(code)["numbers"]["multipliers"].items()
        for word in words(key)
    }


@cache
def _table(name: str) -> dict[str, float]:
    return {
        word: float(value)
        for code in CODES
        for key, value in spoken(code)["numbers"][name].items()
        for word in words(key)
    }


@cache
def _repeats() -> dict[str, int]:
    return {
        word: times
        for code in CODES
        for name, times in (("doubled", 2), ("tripled", 3))
        for key in spoken(code)["numbers"][name]
        for word in words(key)
    }
