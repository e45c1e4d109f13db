"""The store's data as it comes in: the JSON contract, checked record by record.

These models are the border: behind them every text is free of control characters, every number finite and in range,
every date possible. What a record refers to is checked by `catalog.store_files`, which sees all of them.
"""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from catalog.times import INDIA

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_YEARS = range(2000, 2101)
_LARGEST_SPECIFICATIONS = 20_000
_DEEPEST_SPECIFICATIONS = 8


def one_line(text: str) -> str:
    """One line without control characters, direction marks or lone surrogates; markup stays the text that it is."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _lines(text: str) -> str:
    return "\n".join(one_line(line) for line in text.splitlines()).strip()


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not one_line(value) else value


def _whole(value: object) -> object:
    """Spreadsheets export 5 as 5.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _moment(value: object) -> datetime:
    """An ISO 8601 time; one without an offset is Indian time."""
    return _in_india(value, "a date and time such as 2026-01-15T10:30:00+05:30").astimezone(UTC)


def _day(value: object) -> date:
    """An ISO 8601 date, or the day in India of an ISO 8601 time."""
    return _in_india(value, "a date such as 2026-01-15").date()


def _in_india(value: object, wanted: str) -> datetime:
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
            indian = moment.astimezone(INDIA) if moment.tzinfo else moment.replace(tzinfo=INDIA)
        except (ValueError, OverflowError):  # no time, or the last one of the calendar elsewhere
            pass
        else:
            if indian.year in _YEARS:
                return indian
    raise PydanticCustomError("impossible_date", "must be {wanted}", {"wanted": wanted})


def _number_of_a_phone(text: str) -> str:
    if not 7 <= sum(character.isdigit() for character in text) <= 15 or re.search(r"[^\d\s()+.-]", text):
        raise PydanticCustomError("phone", "must be a phone number of 7 to 15 digits")
    return text


def _specifications(value: dict[str, Any]) -> dict[str, Any]:
    cleaned: dict[str, Any] = _cleaned(value, depth=0)
    if len(json.dumps(cleaned, ensure_ascii=False)) > _LARGEST_SPECIFICATIONS:
        raise PydanticCustomError("too_large", "must be shorter than 20,000 characters in all")
    return cleaned


def _cleaned(value: Any, depth: int) -> Any:
    if depth > _DEEPEST_SPECIFICATIONS:
        raise PydanticCustomError("too_deep", "is nested too deeply")
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise PydanticCustomError("not_finite", "must hold finite numbers only")
    if isinstance(value, list):
        return [_cleaned(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {one_line(name): _cleaned(item, depth + 1) for name, item in value.items()}
    return value


# The limits hold for what is left after cleaning.
Id = Annotated[str, AfterValidator(one_line), Field(min_length=1, max_length=100)]
Name = Annotated[str, AfterValidator(one_line), Field(min_length=1, max_length=300)]
Text = Annotated[str, AfterValidator(_lines), Field(max_length=20_000)]
Said = Annotated[str, AfterValidator(_lines), Field(min_length=1, max_length=20_000)]
OptionalName = Annotated[Name | None, BeforeValidator(_blank_is_none)]
OptionalText = Annotated[Said | None, BeforeValidator(_blank_is_none)]
Address = Annotated[str, AfterValidator(one_line), Field(min_length=1, max_length=2_000)]
Picture = Annotated[Address | None, BeforeValidator(_blank_is_none)]
Price = Annotated[float, Field(ge=0, le=1_000_000_000)]
Total = Annotated[float, Field(ge=0, le=1_000_000_000_000)]
Stock = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=1_000_000_000)]
Quantity = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=1_000_000)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Day = Annotated[date, BeforeValidator(_day)]
Phone = Annotated[str, AfterValidator(one_line), AfterValidator(_number_of_a_phone)]
Specifications = Annotated[dict[str, Any], AfterValidator(_specifications)]


class Record(BaseModel):
    """A record of one of the files; fields that the contract does not know are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, allow_inf_nan=False)

    id: Id


class ProductRecord(Record):
    """A record of products.json; an export marks as withdrawn what only orders still name."""

    name: Name
    name_hi: OptionalName = None
    name_bn: OptionalName = None
    name_mr: OptionalName = None
    description: Text
    description_hi: OptionalText = None
    description_bn: OptionalText = None
    description_mr: OptionalText = None
    category: Name
    price: Price
    stock_quantity: Stock
    image_url: Picture = None
    specifications: Specifications = Field(default_factory=dict)
    withdrawn: bool = False


class FaqRecord(Record):
    """A record of faqs.json."""

    product_id: Id | None = None
    question: Said
    question_hi: OptionalText = None
    question_bn: OptionalText = None
    question_mr: OptionalText = None
    answer: Said
    answer_hi: OptionalText = None
    answer_bn: OptionalText = None
    answer_mr: OptionalText = None
    topic: Literal["warranty", "shipping", "returns", "usage", "specifications"]


class ItemRecord(BaseModel):
    """An item of an order."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, allow_inf_nan=False)

    product_id: Id
    quantity: Quantity
    unit_price: Price


class OrderRecord(Record):
    """A record of orders.json."""

    user_phone: Phone
    status: Literal["pending", "confirmed", "shipped", "delivered", "cancelled"]
    total_amount: Total
    shipping_address: Address
    created_at: Moment
    updated_at: Moment
    estimated_delivery: Day | None = None
    tracking_number: OptionalName = None
    shipping_carrier: OptionalName = None
    items: Annotated[list[ItemRecord], Field(min_length=1, max_length=999)]


class PolicyRecord(Record):
    """A record of policies.json."""

    type: Literal["returns", "refunds", "shipping", "privacy", "warranty"]
    title: Name
    title_hi: OptionalName = None
    title_bn: OptionalName = None
    title_mr: OptionalName = None
    content: Said
    content_hi: OptionalText = None
    content_bn: OptionalText = None
    content_mr: OptionalText = None
    effective_date: Day


class StoreRecord(BaseModel):
    """store.json, which only a demo store has: the day that its dates were written for."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    reference_date: Day | None = None
