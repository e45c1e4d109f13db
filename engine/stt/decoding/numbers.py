"""Numbers as they are dictated: digit by digit, in pairs, doubled, or as one number; digits in English too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from indic_numtowords import num2words

from catalog.search.numbers import spoken
from engine.languages import Language
from engine.stt.decoding.network import Phrase
from engine.stt.decoding.patterns import Sentence

PHONE_DIGITS = 10
_FEWEST, _MOST = 2, 13  # digits of a number that is neither a phone's nor an order's
_USUAL = 6  # digits of such a number: a PIN code's
_MOBILE = "6789"  # with one of which Indian mobile numbers begin
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Log-probabilities. Who dictates digits seldom says a pair between them ("सात" is likelier than "साठ"), and who
# dictates pairs goes on with pairs.
_DIGIT, _DOUBLE, _TRIPLE, _PAIR_BETWEEN = -0.5, -1.5, -3.0, -5.0
_FIRST_PAIR, _PAIR = -2.5, -1.0
_AS_ONE_WORD = -2.5
# Orders' numbers that are also read as one number, by their digits.
_AS_ONE: dict[int, list[Sentence]] = {
    3: [("{hundreds}",)],
    4: [("{thousands4}", "{below_thousand}"), ("{round4}",)],
    5: [("{thousands5}", "{below_thousand}"), ("{round5}",)],
}
_PARTS = {"digit": 1, "pair_between": 2, "double": 2, "triple": 3}  # slots, and how many digits they give


def rules(orders: Iterable[int]) -> dict[str, list[Sentence]]:
    """The rules `phone`, `order`, `number` and `odd_number`, and those that they name.

    A number that is dictated with a digit too few or too many must not be bent into a right one: `odd_number` is one
    of any other length, so that the search can tell.

    Args:
        orders: how many digits the store's order numbers have.
    """
    lengths = sorted(set(orders))
    digits: dict[str, list[Sentence]] = {"digits0": [()]}
    for count in range(1, max([_MOST, *lengths]) + 1):
        digits[f"digits{count}"] = _begun("", count)
    pairs: dict[str, list[Sentence]] = {"pairs0": [()]}
    for count in range(2, max([PHONE_DIGITS, *lengths]) + 1, 2):
        pairs[f"pairs{count}"] = [("{pair}", f"{{pairs{count - 2}}}"), ("{low_pair}", f"{{pairs{count - 2}}}")]
    named = {PHONE_DIGITS, _USUAL, *lengths}
    found: dict[str, list[Sentence]] = {
        "phone": [*_begun("mobile_", PHONE_DIGITS), ("{mobile_first_pair}", f"{{pairs{PHONE_DIGITS - 2}}}")],
        "order": [sentence for length in lengths for sentence in _dictated(length)],
        "number": [] if _USUAL in lengths else _dictated(_USUAL),
        "odd_number": [(f"{{digits{n}}}",) for n in range(_FEWEST, _MOST + 1) if n not in named],
    }
    for length in lengths:
        found["order"] += _AS_ONE.get(length, [])
    return digits | pairs | found


def _dictated(count: int) -> list[Sentence]:
    """A number digit by digit or in pairs."""
    pairs = [("{first_pair}", f"{{pairs{count - 2}}}")] if count % 2 == 0 else []
    return [(f"{{digits{count}}}",), *pairs]


def _begun(kind: str, count: int) -> list[Sentence]:
    parts = [(slot, length) for slot, length in _PARTS.items() if length <= count]
    return [(f"{{{kind}{slot}}}", f"{{digits{count - length}}}") for slot, length in parts]


def slots(language: Language, doubled: Sequence[str], tripled: Sequence[str], thousand: str) -> dict[str, list[Phrase]]:
    """The slots that the rules name. What is written is figures, whatever was said.

    Args:
        language: Hindi, Marathi or Bengali.
        doubled: words for "double", beside the English one.
        tripled: words for "triple", beside the English one.
        thousand: the language's word.
    """
    code = str(language)
    names = {(digit, name) for name, digit in spoken(code)["numbers"]["words"].items() if digit < 10}
    names |= {(digit, num2words(digit, lang=code)) for digit in range(10)} | set(enumerate(_ENGLISH))
    one = [Phrase(str(digit), name, _DIGIT) for digit, name in sorted(names) if name in _ENGLISH or not name.isascii()]
    pairs = [(str(value), num2words(value, lang=tongue)) for value in range(10, 100) for tongue in (code, "en")]
    dictated = {
        "digit": one,
        "pair_between": [Phrase(*pair, _PAIR_BETWEEN) for pair in pairs],
        "first_pair": [Phrase(*pair, _FIRST_PAIR) for pair in pairs],
        "pair": [Phrase(*pair, _PAIR) for pair in pairs],
        "low_pair": [
            Phrase(f"0{p.text}", f"{zero.spoken} {p.spoken}", 2 * _DIGIT)
            for p in one
            for zero in one
            if zero.text == "0"
        ],
        "double": [Phrase(p.text * 2, f"{word} {p.spoken}", _DOUBLE) for p in one for word in (*doubled, "double")],
        "triple": [Phrase(p.text * 3, f"{word} {p.spoken}", _TRIPLE) for p in one for word in (*tripled, "triple")],
    }
    mobile = {f"mobile_{slot}": [p for p in phrases if p.text[0] in _MOBILE] for slot, phrases in dictated.items()}
    return (
        dictated
        | mobile
        | {
            "hundreds": [Phrase(str(value), name, _AS_ONE_WORD) for value, name in _up_to_thousand(code) if value > 99],
            "below_thousand": [Phrase(f"{value:03}", name) for value, name in _up_to_thousand(code)],
            "thousands4": [Phrase(str(n), f"{num2words(n, lang=code)} {thousand}", _AS_ONE_WORD) for n in range(1, 10)],
            "thousands5": [
                Phrase(str(n), f"{num2words(n, lang=code)} {thousand}", _AS_ONE_WORD) for n in range(10, 100)
            ],
            "round4": [Phrase(f"{n}000", f"{num2words(n, lang=code)} {thousand}", _AS_ONE_WORD) for n in range(1, 10)],
            "round5": [
                Phrase(f"{n}000", f"{num2words(n, lang=code)} {thousand}", _AS_ONE_WORD) for n in range(10, 100)
            ],
        }
    )


def prices(language: Language, amounts: Sequence[str], currency: Sequence[str]) -> list[Phrase]:
    """Prices that customers name: round ones, as words, and the same with the currency.

    Args:
        language: Hindi, Marathi or Bengali.
        amounts: further ways of saying some ("ढाई सौ").
        currency: the language's words for rupees.
    """
    round_ones = [*range(50, 1000, 50), *range(1000, 10_000, 500), *range(10_000, 100_000, 1000)]
    named = dict.fromkeys([*amounts, *(num2words(amount, lang=str(language)) for amount in round_ones)])
    return [Phrase(text) for name in named for text in (name, *(f"{name} {unit}" for unit in currency))]


@cache
def _up_to_thousand(code: str) -> list[tuple[int, str]]:
    return [(value, num2words(value, lang=code)) for value in range(1, 1000)]
