"""Data that ships with Sahayak: fonts, icons, phrases, prompts, the demo store. `ROOT` is this folder."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent
