"""How figures and symbols are read aloud: ₹2,999, dates, order and phone numbers, units, in four languages.

indic-numtowords counts (with lakh and crore); what a figure is comes from its neighbours. A long number is a phone
number and is read digit by digit, as is the number of an order.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache

from indic_numtowords import num2words

from engine.languages import Language
from resources import ROOT

_NATIVE_DIGITS = str.maketrans("०१२३४५६७८९০১২৩৪৫৬৭৮৯", "01234567890123456789")
_NUMBER = r"\d+(?:,\d+)*(?:\.\d+)?"
_MONEY = re.compile(rf"(?:₹|\bRs\.?|\bINR)\s*({_NUMBER})(?:/-)?", re.IGNORECASE)
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_PHONE = re.compile(r"(?:\+91[\s-]?|(?<!₹)\b)(\d{10}|[6-9]\d{4} \d{5})\b")
_TIME = re.compile(r"\b(\d{1,2}):(\d{2})\b")
_PERCENT = re.compile(rf"({_NUMBER})\s*%")
_FIGURE = re.compile(_NUMBER)
_NAME_PART = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Z])")  # "5G" and "P001" are two words each
_MOST_DIGITS = 9  # of an amount; a longer number is read digit by digit
_JOINERS = "\u200c\u200d"  # they shape Indic letters


@dataclass(frozen=True, slots=True)
class _Words:
    """One language's words for what is not a word (resources/readout)."""

    rupee: str
    rupees: str
    paise: str
    point: str
    percent: str
    order_words: re.Pattern[str]
    months: tuple[str, ...]
    units: dict[str, str]
    symbols: dict[str, str]


def readout(text: str, language: Language) -> str:
    """Write a text as it is to be spoken.

    Args:
        text: a clause as the screen shows it.
        language: in which it is spoken.

    Returns:
        The clause without figures and symbols; punctuation stays, it makes the pauses.
    """
    words = _words(language)
    spoken = _PHONE.sub(lambda m: _phone(m[1], language), text.translate(_NATIVE_DIGITS))
    for symbol, word in words.symbols.items():
        spoken = spoken.replace(symbol, f" {word} ")
    spoken = _MONEY.sub(lambda m: _money(m[1], language), spoken)
    spoken = _ISO_DATE.sub(lambda m: _date(m, language), spoken)
    spoken = _TIME.sub(lambda m: m[1] if m[2] == "00" else f"{m[1]} {int(m[2])}", spoken)
    spoken = words.order_words.sub(lambda m: f"{m[1]}{_digits(m[2], language)}", spoken)
    spoken = _PERCENT.sub(lambda m: f"{_number(m[1], language)} {words.percent}", spoken)
    for unit, word in words.units.items():
        spoken = re.sub(rf"({_NUMBER})\s*{re.escape(unit)}(?![A-Za-z])", rf"\1 {word}", spoken)
    spoken = _FIGURE.sub(lambda m: _number(m[0], language), _NAME_PART.sub(" ", spoken))
    spoken = "".join(c if _readable(c) else " " for c in spoken)
    return unicodedata.normalize("NFC", " ".join(spoken.split()))


def _readable(character: str) -> bool:
    """Letters, marks and punctuation. Voices read emoji by name, and stop at what is no character at all."""
    return character in _JOINERS or unicodedata.category(character)[0] in "LMPZ"


def _number(figure: str, language: Language) -> str:
    whole, _, fraction = figure.replace(",", "").partition(".")
    if len(whole) > _MOST_DIGITS or (len(whole) > 1 and whole.startswith("0")):
        return _digits(whole, language)
    words = unicodedata.normalize("NFC", str(num2words(int(whole), lang=language)))
    if language == Language.MARATHI:
        words = words.replace(unicodedata.normalize("NFC", "हज़ार"), "हजार")
    return f"{words} {_words(language).point} {_digits(fraction, language)}" if fraction.strip("0") else words


def _digits(figure: str, language: Language) -> str:
    return " ".join(str(num2words(int(digit), lang=language)) for digit in figure if digit.isdecimal())


def _phone(figure: str, language: Language) -> str:
    return f"{_digits(figure[:5], language)}, {_digits(figure[5:], language)}"


def _money(figure: str, language: Language) -> str:
    words = _words(language)
    whole, _, fraction = figure.replace(",", "").partition(".")
    spoken = f"{_number(whole, language)} {words.rupee if whole == '1' else words.rupees}"
    if fraction.strip("0"):
        spoken += f" {_number(str(int(fraction.ljust(2, '0')[:2])), language)} {words.paise}"
    return spoken


def _date(match: re.Match[str], language: Language) -> str:
    month = int(match[2])
    if not 1 <= month <= 12:
        return match[0]
    return f"{_number(str(int(match[3])), language)} {_words(language).months[month - 1]}"


@cache
def _words(language: Language) -> _Words:
    data = tomllib.loads((ROOT / "readout" / f"{language}.toml").read_text(encoding="utf-8"))
    order = "|".join(map(re.escape, data["order_words"]))
    return _Words(
        rupee=data["rupee"],
        rupees=data["rupees"],
        paise=data["paise"],
        point=data["point"],
        percent=data["percent"],
        order_words=re.compile(rf"((?:{order})\s*(?:[#:–-]\s*)?)(\d{{3,9}})\b", re.IGNORECASE),
        months=tuple(data["months"]),
        units=data["units"],
        symbols=data["symbols"],
    )
