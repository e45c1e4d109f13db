"""Known problems, apart from bugs.

A `KnownProblem` is something that can go wrong in a shop: the customer hears a phrase in their language (`phrase`
names it in resources/phrases), the operator or integrator reads `message` and `hint`, and `kind` goes into the
record. Every other exception is a bug: it is logged with its trace and reported to the customer as kind "internal".
"""

from __future__ import annotations


class KnownProblem(Exception):
    """Something that can go wrong and that somebody can do something about.

    Attributes:
        kind: the stable name in `problem.kind` of a turn's JSON.
        message: what happened, naming the thing.
        hint: the way out, for the operator or the integrator.
        phrase: key of the phrase that the customer hears.
        exit_code: of a command that ends with it; 2 is the caller's input, 1 the machine's state.
    """

    kind = "internal"
    phrase = "problem.internal"
    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BadInput(KnownProblem):
    """What the caller gave cannot be used at all."""

    kind = "bad_input"
    phrase = "problem.not_understood"
    exit_code = 2


class BadAudio(BadInput):
    """A recording that is empty, damaged, of an unknown format or too long."""

    kind = "bad_audio"


class NoSpeech(BadInput):
    """A recording in which nobody says anything."""

    kind = "no_speech"
    phrase = "problem.no_speech"


class UnknownLanguage(BadInput):
    """A language the kiosk does not speak."""

    kind = "unknown_language"


class BadSettings(KnownProblem):
    """A settings file or an environment variable that cannot be understood."""

    kind = "bad_settings"
    exit_code = 2


class RecognitionFailed(KnownProblem):
    """Speech recognition raised an error or took too long."""

    kind = "stt_timeout"
    phrase = "problem.not_heard"


class BrainFailed(KnownProblem):
    """The language model's answer did not come, or did not come whole."""

    kind = "llm_error"
    phrase = "problem.internal"


class BrainTimeout(BrainFailed):
    """The language model took longer than a customer waits."""

    kind = "llm_timeout"


class NetworkDown(BrainFailed):
    """The language model's server cannot be reached."""

    kind = "network"


class VoiceFailed(KnownProblem):
    """Speech synthesis failed; the answer stands on the screen."""

    kind = "tts_error"


class DeviceFailed(KnownProblem):
    """A microphone or speaker that is missing, in use or gone silent."""

    kind = "device"
