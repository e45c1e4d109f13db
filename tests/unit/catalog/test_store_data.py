from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from catalog.store_data import OrderRecord

ORDER: dict[str, Any] = {
    "id": "O",
    "user_phone": "9876543210",
    "status": "pending",
    "total_amount": 100,
    "shipping_address": "Pune",
    "created_at": "2026-01-10",
    "updated_at": "2026-01-10",
    "items": [{"product_id": "A", "quantity": 1, "unit_price": 100}],
}


@pytest.mark.parametrize(
    ("border", "year"),
    [
        ("2000-01-01", 2000),
        ("1999-12-31T18:30:00Z", 2000),
        ("2100-12-31T23:59:59", 2100),
        ("2100-12-31T18:29:59Z", 2100),
    ],
)
def test_years_are_those_of_india(border: str, year: int) -> None:
    order = OrderRecord.model_validate(ORDER | {"updated_at": border, "estimated_delivery": border})
    assert order.estimated_delivery is not None
    assert order.estimated_delivery.year == year


@pytest.mark.parametrize(
    "beyond", ["1999-12-31T23:59:59", "2000-01-01T00:00:00+06:00", "2100-12-31T18:30:00Z", "9999-12-31T23:00:00-12:00"]
)
@pytest.mark.parametrize("name", ["updated_at", "estimated_delivery"])
def test_a_time_of_another_century_is_refused(name: str, beyond: str) -> None:
    with pytest.raises(ValidationError, match="must be a date "):
        OrderRecord.model_validate(ORDER | {name: beyond})
