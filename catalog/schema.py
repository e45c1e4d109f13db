# ruff: noqa: D106  (Meta is peewee's way to name a table)
"""The tables as peewee sees them; what they must hold (CHECK, UNIQUE, triggers) stands in `migrations/`.

Every id is a string, a time is UTC in ISO 8601 (`catalog.times`), and structured values are JSON text. The models are
bound to no database: each query names its own (`query.execute(database)`), so that two threads can each have a
`Catalog` of their own.
"""

from __future__ import annotations

from typing import Any

from peewee import FloatField, ForeignKeyField, IntegerField, Model, TextField, fn


class ProductRow(Model):
    """A product. A withdrawn one has left the store's data but is still named by an order that is kept."""

    id = TextField(primary_key=True)
    name = TextField()
    name_hi = TextField(null=True)
    name_bn = TextField(null=True)
    name_mr = TextField(null=True)
    description = TextField()
    description_hi = TextField(null=True)
    description_bn = TextField(null=True)
    description_mr = TextField(null=True)
    category = TextField()
    price = FloatField()
    stock_quantity = IntegerField()
    image_url = TextField(null=True)
    specifications = TextField()
    withdrawn = IntegerField(default=0)
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "products"


class FaqRow(Model):
    """A frequent question; one without a product is about the whole store."""

    id = TextField(primary_key=True)
    product = ForeignKeyField(ProductRow, null=True, on_delete="CASCADE")
    product_id: str | None
    question = TextField()
    question_hi = TextField(null=True)
    question_bn = TextField(null=True)
    question_mr = TextField(null=True)
    answer = TextField()
    answer_hi = TextField(null=True)
    answer_bn = TextField(null=True)
    answer_mr = TextField(null=True)
    topic = TextField()
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "faqs"


class PolicyRow(Model):
    """What the store promises, one row a type."""

    id = TextField(primary_key=True)
    type = TextField(unique=True)
    title = TextField()
    title_hi = TextField(null=True)
    title_bn = TextField(null=True)
    title_mr = TextField(null=True)
    content = TextField()
    content_hi = TextField(null=True)
    content_bn = TextField(null=True)
    content_mr = TextField(null=True)
    effective_date = TextField()
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "policies"


class OrderRow(Model):
    """A customer's order; `updated_at` of a delivered one is when it was delivered.

    `phone_digits` are the figures of `user_phone`, by which a customer's orders are found however it is written.
    """

    id = TextField(primary_key=True)
    user_phone = TextField(index=True)
    phone_digits = TextField(null=True, index=True)
    status = TextField()
    total_amount = FloatField()
    shipping_address = TextField()
    estimated_delivery = TextField(null=True)
    tracking_number = TextField(null=True)
    shipping_carrier = TextField(null=True)
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "orders"


class OrderItemRow(Model):
    """One product of an order."""

    id = TextField(primary_key=True)
    order = ForeignKeyField(OrderRow, on_delete="CASCADE")
    order_id: str
    product = ForeignKeyField(ProductRow, on_delete="RESTRICT")
    product_id: str
    quantity = IntegerField()
    unit_price = FloatField()

    class Meta:
        table_name = "order_items"


class ReturnRow(Model):
    """A return that a customer asked for; an order has at most one, and keeps its order from being deleted."""

    id = TextField(primary_key=True)
    order = ForeignKeyField(OrderRow, unique=True, on_delete="RESTRICT")
    order_id: str
    reason = TextField()
    action_requested = TextField()
    status = TextField()
    refund_amount = FloatField()
    created_at = TextField()
    processed_at = TextField(null=True)

    class Meta:
        table_name = "returns"


class ConversationRow(Model):
    """One customer's conversation with the kiosk."""

    id = TextField(primary_key=True)
    session_id = TextField(unique=True)
    user_phone = TextField(null=True)
    turns = TextField()
    context = TextField()
    language = TextField(null=True)
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "conversations"


class CustomerRow(Model):
    """Somebody whom the store knows by phone number, and how they like to be spoken to.

    `digits` are the figures of `phone`; one row a number, however it is written.
    """

    id = TextField(primary_key=True)
    phone = TextField()
    digits = TextField(unique=True)
    language = TextField(null=True)
    speech_rate = FloatField(null=True)
    loudness = FloatField(null=True)
    concise = IntegerField(null=True)
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "customers"


class TicketRow(Model):
    """A call for a member of the staff."""

    id = TextField(primary_key=True)
    session_id = TextField()
    customer = ForeignKeyField(CustomerRow, null=True, on_delete="SET NULL")
    customer_id: str | None
    summary = TextField()
    status = TextField()
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "tickets"


class AuditRow(Model):
    """Who changed what, and when: written in the same transaction as the change."""

    id = TextField(primary_key=True)
    sequence = IntegerField(unique=True)
    actor = TextField()
    action = TextField()
    entity = TextField()
    entity_id = TextField()
    details = TextField()
    created_at = TextField()

    class Meta:
        table_name = "audit"


class ImportRow(Model):
    """An import of store data; the reference date is the day that a demo store's dates were last moved to.

    `finished_at` is set by the transaction that imports, so that nobody else ever sees an import without it.
    """

    id = TextField(primary_key=True)
    sequence = IntegerField(unique=True)
    folder = TextField()
    reference_date = TextField(null=True)
    created_at = TextField()
    finished_at = TextField(null=True)

    class Meta:
        table_name = "imports"


class RevisionRow(Model):
    """How often a table was changed, counted by the database itself: what was read at another number may be old."""

    name = TextField(primary_key=True)
    number = IntegerField()

    class Meta:
        table_name = "revisions"


TABLES: tuple[type[Model], ...] = (
    ProductRow,
    FaqRow,
    PolicyRow,
    OrderRow,
    OrderItemRow,
    ReturnRow,
    ConversationRow,
    CustomerRow,
    TicketRow,
    AuditRow,
    ImportRow,
    RevisionRow,
)


def next_sequence(table: type[AuditRow] | type[ImportRow]) -> Any:
    """What numbers the rows of a table in the order that they come in, for an insert that holds the write lock."""
    return table.select(fn.COALESCE(fn.MAX(table.sequence), 0) + 1)
