"""The products' pictures: found in the folder of an import, copied into the folder of an export."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

FOLDER = "pictures"

# Kept in the name of a copied picture: letters of all scripts with their marks. Anything else may mean something to a
# file system or a spreadsheet, or be cleaned away when the folder is imported.
_UNSAFE = re.compile(r"[^\w.\-\u0900-\u09ff]+")
_NAMED = 10


def is_address(picture: str) -> bool:
    """Whether a picture is in the web and not a file."""
    return re.match(r"https?://[^\s/]", picture) is not None


def path_within(folder: Path, picture: str) -> str | None:
    """The absolute path of a picture, None if there is no such file.

    Args:
        folder: absolute, without symbolic links.
        picture: as the store's data names it, relative to the folder.

    Raises:
        ValueError: it may not be a picture of this folder; says why.
    """
    if re.match(r"[A-Za-z][\w+.-]+:", picture):
        raise ValueError("must be an http(s) address or a path within the folder")
    try:
        path = (folder / picture.replace("\\", "/")).resolve()
        there = path.is_file()
    except (OSError, RuntimeError):  # a name that the file system refuses, a symbolic link to itself
        raise ValueError("is no possible path") from None
    if not path.is_relative_to(folder):
        raise ValueError("leads out of the folder")
    return str(path) if there else None


def missing_note(product_ids: Sequence[str]) -> str:
    """What to say of products whose picture is not where it should be."""
    more = f" and {len(product_ids) - _NAMED} more" if len(product_ids) > _NAMED else ""
    return f"products without their picture, since the file is missing: {', '.join(product_ids[:_NAMED])}{more}"


class CopiedPictures:
    """Pictures that are copied into an export.

    Args:
        folder: the export's.

    Attributes:
        missing: the ids of the products whose picture was not there.
    """

    def __init__(self, folder: Path) -> None:
        self.missing: list[str] = []
        self._folder = folder
        self._copies: dict[str, str] = {}
        self._taken: set[str] = set()

    def copied(self, product_id: str, picture: str | None) -> str | None:
        """Copy a picture, once however many products show it.

        Args:
            product_id: whose it is.
            picture: an http(s) address, which stays as it is, or an absolute path.

        Returns:
            The path within the export, None without a picture.

        Raises:
            OSError: it cannot be read or written.
        """
        if picture is None or is_address(picture):
            return picture
        if picture not in self._copies:
            if not Path(picture).is_file():
                self.missing.append(product_id)
                return None
            name = self._free_name(Path(picture))
            (self._folder / FOLDER).mkdir(exist_ok=True)
            shutil.copyfile(picture, self._folder / FOLDER / name)
            self._copies[picture] = f"{FOLDER}/{name}"
        return self._copies[picture]

    def _free_name(self, path: Path) -> str:
        """A name that no other picture has, also where upper and lower case are the same."""
        stem, suffix = _UNSAFE.sub("_", path.stem), _UNSAFE.sub("_", path.suffix)
        name, number = f"{stem}{suffix}", 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem}-{number}{suffix}"
        self._taken.add(name.casefold())
        return name
