"""Every setting once: its type, its default and one line that describes it.

The operator's panel, `sahayak doctor` and the documentation read this class; nothing repeats it. Values come, in this
order, from SAHAYAK_* environment variables, from `settings.toml` in the kiosk's home, and from the defaults here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from engine.errors import BadSettings

LanguageChoice = Literal["auto", "hi", "bn", "mr", "en"]
BrainChoice = Literal["auto", "groq", "offline"]

_SOURCE_CHECKOUT = Path(__file__).resolve().parent.parent


def home() -> Path:
    """Where settings, database, models and logs live: $SAHAYAK_HOME, else the system's place for user data."""
    chosen = os.environ.get("SAHAYAK_HOME")
    return Path(chosen).expanduser().resolve() if chosen else platformdirs.user_data_path("sahayak", appauthor=False)


def logs() -> Path:
    """Where agent_log.md and app.log are written: in a source checkout its own `logs/`, else below the home."""
    if not os.environ.get("SAHAYAK_HOME") and (_SOURCE_CHECKOUT / "dev.py").exists():
        return _SOURCE_CHECKOUT / "logs"
    return home() / "logs"


class Settings(BaseSettings):
    """What an operator can decide."""

    model_config = SettingsConfigDict(env_prefix="SAHAYAK_", extra="ignore", frozen=True)

    # The shop
    store_name: str = Field("Apna Bazaar", description="The shop's name, as the screen shows it.")
    language: LanguageChoice = Field(
        "auto", description="Language a conversation starts in; auto follows the customer."
    )

    operator_pin: Annotated[str, Field(pattern=r"^(\d{4,8})?$")] = Field(
        "",
        description="PIN of 4 to 8 digits for the staff's panel, which holding the store's name opens; empty is none.",
    )

    # The turn
    pause_ms: Annotated[int, Field(ge=200, le=3000)] = Field(
        600, description="Silence in milliseconds after which the customer has finished speaking."
    )
    max_turn_seconds: Annotated[float, Field(ge=3, le=60)] = Field(
        30.0,
        description="Longest time in seconds that one question may take; then it is answered as far as heard.",
    )
    barge_in: bool = Field(True, description="The customer may interrupt the kiosk by speaking.")
    idle_seconds: Annotated[float, Field(ge=10, le=1800)] = Field(
        60.0,
        description="Seconds without speech or touch after which the kiosk forgets the customer and greets the next.",
    )
    low_confidence: Annotated[float, Field(ge=0, le=1)] = Field(
        0.6, description="Recognition confidence below which the kiosk asks again instead of guessing."
    )

    # The brain
    brain: BrainChoice = Field(
        "auto", description="Who answers: Groq, the offline brain, or Groq where it can be reached."
    )
    groq_models: Annotated[tuple[str, ...], NoDecode] = Field(
        ("openai/gpt-oss-120b", "llama-3.3-70b-versatile", "openai/gpt-oss-20b", "llama-3.1-8b-instant"),
        description="Groq models in order of preference; the first that the server offers is used.",
    )
    first_token_seconds: Annotated[float, Field(gt=0, le=30)] = Field(
        2.0, description="Longest wait in seconds for the first word of a Groq answer."
    )
    answer_seconds: Annotated[float, Field(gt=0, le=60)] = Field(
        5.0, description="Longest time in seconds for a whole Groq answer."
    )

    # Sound
    microphone: str = Field(
        "", description="Name or part of the name of the microphone; empty takes the system's choice."
    )
    speaker: str = Field("", description="Name or part of the name of the speaker; empty takes the system's choice.")
    echo_cancellation: bool = Field(True, description="Subtract what the speaker plays from what the microphone hears.")
    voice_hi: str = Field("hf_alpha", description="Kokoro voice for Hindi.")
    voice_bn: str = Field("hf_beta", description="Kokoro voice for Bengali.")
    voice_mr: str = Field("hf_alpha", description="Kokoro voice for Marathi.")
    voice_en: str = Field("af_heart", description="Kokoro voice for English.")
    speech_rate: Annotated[float, Field(ge=0.5, le=2.0)] = Field(
        1.0, description="Speaking rate; 1 is the voice's own."
    )

    # Machine
    threads: Annotated[int, Field(ge=1, le=32)] = Field(2, description="CPU threads for each model.")

    @field_validator("groq_models", mode="before")
    @classmethod
    def _separated(cls, value: object) -> object:
        """An environment variable holds the models in one line, separated by commas."""
        return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic-settings calls by keyword
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then settings.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, home() / "settings.toml")


def load(**overrides: object) -> Settings:
    """Read the settings.

    Raises:
        BadSettings: a value that does not fit; the message names the setting, the value and what is allowed.
    """
    try:
        return Settings(**{key: value for key, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as invalid:
        first = invalid.errors()[0]
        name = ".".join(map(str, first["loc"]))
        reason = f"setting {name} = {first['input']!r}: {first['msg']}"
        variable = f"SAHAYAK_{first['loc'][0]}".upper()
        raise BadSettings(reason, f"correct {home() / 'settings.toml'} or {variable}") from invalid
    except (SettingsError, ValueError, OSError) as broken:
        raise BadSettings(f"settings cannot be read: {broken}", f"correct {home() / 'settings.toml'}") from broken
