"""Phone numbers as the store compares them: by their figures, however they were written."""

from __future__ import annotations

import unicodedata

from catalog.search.numbers import PHONE_DIGITS


def significant_digits(phone: str) -> str:
    """The last ten digits of a phone number in any notation and script, in ASCII; "" if there is none.

    +91 98765-43210, 09876543210 and ९८७६५४३२१० are one number.
    """
    return "".join(str(unicodedata.digit(c)) for c in phone if c.isdecimal())[-PHONE_DIGITS:]
