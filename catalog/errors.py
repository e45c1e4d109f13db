"""What can go wrong with the store's data, in words that a person can act on."""

from __future__ import annotations

from collections.abc import Sequence

NAMED_PROBLEMS = 50
"""How many problems are told by their text; of the others there is a count."""


class CatalogError(Exception):
    """A problem that the operator or the caller can solve.

    Attributes:
        message: what is wrong, naming the thing.
        hint: the way out.
        exit_code: 2 if the caller's input is wrong, 1 if the machine or its files are.
    """

    def __init__(self, message: str, hint: str = "", *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit_code = exit_code


class ImportProblems(CatalogError):
    """Store data that breaks the contract; nothing of it was imported.

    Attributes:
        problems: the first 50 problems, as "file[index].field: reason"; the message names them.
        count: how many there are in all.
    """

    def __init__(self, problems: Sequence[str], count: int) -> None:
        self.problems = tuple(problems)
        self.count = count
        named = [f"  {problem}" for problem in self.problems]
        if count > len(self.problems):
            named.append(f"  and {count - len(self.problems)} more")
        counted = "1 problem" if count == 1 else f"{count} problems"
        super().__init__(
            "\n".join([f"Nothing was imported: the store's data has {counted}.", *named]),
            "Correct the files and import the folder again.",
            exit_code=2,
        )


class OrderNotFound(CatalogError):
    """No order has this id."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"There is no order {order_id}.", "Check the order number on the bill.", exit_code=2)
        self.order_id = order_id


class TicketNotFound(CatalogError):
    """No ticket has this id."""

    def __init__(self, ticket_id: str) -> None:
        super().__init__(f"There is no ticket {ticket_id}.", "Choose one of the open tickets.", exit_code=2)
        self.ticket_id = ticket_id


class RuleViolation(CatalogError):
    """The store's rules forbid what was asked of an order; nothing was changed.

    Attributes:
        kind: which rule, for example "already_cancelled", "already_shipped" or "window_closed".
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message, exit_code=2)
        self.kind = kind
