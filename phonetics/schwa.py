"""Which inherent vowels are silent (Ohala 1983; Narasimhan, Sproat and Kiraz 2004).

From the end of the word to its beginning: the last one is silent, and one between  vowel + consonant  and
consonant + vowel  is silent, where the following vowel is one that stayed.
"""

from __future__ import annotations

from phonetics.letters import INHERENT, Letter


def without_silent(letters: list[Letter], keep_final: bool, light: str = "") -> list[Letter]:
    """The letters that are spoken.

    Args:
        letters: of one word.
        keep_final: whether an inherent vowel at the end is spoken.
        light: second letters of conjuncts that do not count: with "य", केवढ्या loses its vowel as केवढा does.
    """
    spoken = list(letters)
    last = len(spoken) - 1
    if last > 0 and _silent_kind(spoken[last]) and not keep_final and any(x.vowel for x in spoken[:last]):
        del spoken[last]
    index = len(spoken) - 3
    while index >= 2:
        if (
            _silent_kind(spoken[index])
            and not spoken[index - 1].vowel
            and spoken[index - 2].vowel
            and not spoken[index + 1].vowel
            and _vowel_follows(spoken[index + 2 : index + 4], light)
        ):
            del spoken[index]
        index -= 1
    return spoken


def _vowel_follows(ahead: list[Letter], light: str) -> bool:
    if len(ahead) == 2 and not ahead[0].vowel and ahead[0].joined and ahead[0].text in light:
        return ahead[1].vowel
    return ahead[0].vowel


def _silent_kind(letter: Letter) -> bool:
    return letter.text == INHERENT and not letter.marks
