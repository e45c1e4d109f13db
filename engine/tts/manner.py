"""How fast and how loud an answer is spoken, as the customer before the kiosk wants it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.audio.format import Pcm

SLOWEST, FASTEST = 0.7, 1.3
SOFTEST, LOUDEST = -9.0, 9.0  # dB
_STEP = 0.85  # of the rate
_STEP_DB = 4.5  # clearly louder, and no shout
_FULL = 32767.0
_KNEE = 0.7  # of full scale, from which peaks are rounded off rather than clipped


@dataclass(frozen=True, slots=True)
class Manner:
    """A manner of speaking.

    Attributes:
        rate: times the voice's usual rate.
        gain: in dB above its usual loudness.
    """

    rate: float = 1.0
    gain: float = 0.0

    def slower(self) -> Manner:
        """A step slower, within limits."""
        return Manner(max(SLOWEST, self.rate * _STEP), self.gain)

    def faster(self) -> Manner:
        """A step faster, within limits."""
        return Manner(min(FASTEST, self.rate / _STEP), self.gain)

    def louder(self) -> Manner:
        """A step louder, within limits."""
        return Manner(self.rate, min(LOUDEST, self.gain + _STEP_DB))

    def softer(self) -> Manner:
        """A step softer, within limits."""
        return Manner(self.rate, max(SOFTEST, self.gain - _STEP_DB))

    def loudened(self, pcm: Pcm) -> Pcm:
        """Sound at this loudness, int16 as it came; its peaks are bent below full scale and never clipped."""
        if self.gain == 0.0:
            return pcm
        wanted = pcm.astype(np.float32) / _FULL * 10 ** (self.gain / 20)
        over = np.abs(wanted) > _KNEE
        bent = _KNEE + (1 - _KNEE) * np.tanh((np.abs(wanted[over]) - _KNEE) / (1 - _KNEE))
        wanted[over] = np.sign(wanted[over]) * bent
        return (wanted * _FULL).astype(np.int16)


USUAL = Manner()
