"""The Groq key: from the environment, else from the operating system's keyring. It is never written anywhere else."""

from __future__ import annotations

import os

import keyring
import structlog
from keyring.errors import KeyringError

SERVICE, ENTRY = "sahayak", "groq_api_key"
_log = structlog.get_logger(__name__)


def groq_key() -> str | None:
    """The key, or None if there is none."""
    if key := os.environ.get("GROQ_API_KEY", "").strip():
        return key
    try:
        return keyring.get_password(SERVICE, ENTRY) or None
    except KeyringError as failed:
        _log.info("no keyring", reason=type(failed).__name__)
        return None


def groq_base_url() -> str | None:
    """The address of a compatible server in place of Groq's, or None."""
    return os.environ.get("GROQ_BASE_URL", "").strip().rstrip("/") or None
