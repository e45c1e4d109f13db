"""The first schema. STRICT tables: a value of the wrong type is refused, not converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.database import Database

SCHEMA = """
CREATE TABLE products (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    name_hi TEXT,
    name_bn TEXT,
    name_mr TEXT,
    description TEXT NOT NULL,
    description_hi TEXT,
    description_bn TEXT,
    description_mr TEXT,
    category TEXT NOT NULL CHECK (category <> ''),
    price REAL NOT NULL CHECK (price >= 0 AND price < 1e12),
    stock_quantity INTEGER NOT NULL CHECK (stock_quantity >= 0),
    image_url TEXT,
    specifications TEXT NOT NULL DEFAULT '{}' CHECK (json_type(specifications) = 'object'),
    withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX products_category_price ON products (category, price);

CREATE TABLE faqs (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    product_id TEXT REFERENCES products (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    question_hi TEXT,
    question_bn TEXT,
    question_mr TEXT,
    answer TEXT NOT NULL,
    answer_hi TEXT,
    answer_bn TEXT,
    answer_mr TEXT,
    topic TEXT NOT NULL CHECK (topic IN ('warranty', 'shipping', 'returns', 'usage', 'specifications')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX faqs_product ON faqs (product_id, topic);

CREATE TABLE policies (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    type TEXT NOT NULL UNIQUE CHECK (type IN ('returns', 'refunds', 'shipping', 'privacy', 'warranty')),
    title TEXT NOT NULL,
    title_hi TEXT,
    title_bn TEXT,
    title_mr TEXT,
    content TEXT NOT NULL,
    content_hi TEXT,
    content_bn TEXT,
    content_mr TEXT,
    effective_date TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    user_phone TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'confirmed', 'shipped', 'delivered', 'cancelled')),
    total_amount REAL NOT NULL CHECK (total_amount >= 0 AND total_amount < 1e15),
    shipping_address TEXT NOT NULL,
    estimated_delivery TEXT,
    tracking_number TEXT,
    shipping_carrier TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX orders_user_phone ON orders (user_phone);

CREATE TABLE order_items (
    id TEXT NOT NULL PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    product_id TEXT NOT NULL REFERENCES products (id) ON DELETE RESTRICT,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    unit_price REAL NOT NULL CHECK (unit_price >= 0 AND unit_price < 1e12)
) STRICT;
CREATE INDEX order_items_order ON order_items (order_id);
CREATE INDEX order_items_product ON order_items (product_id);

CREATE TABLE returns (
    id TEXT NOT NULL PRIMARY KEY,
    order_id TEXT NOT NULL UNIQUE REFERENCES orders (id) ON DELETE RESTRICT,
    reason TEXT NOT NULL
        CHECK (reason IN ('defective', 'wrong_item', 'not_as_described', 'changed_mind', 'size_issue')),
    action_requested TEXT NOT NULL CHECK (action_requested IN ('refund', 'exchange', 'store_credit')),
    status TEXT NOT NULL CHECK (status IN ('requested', 'approved', 'rejected', 'completed')),
    refund_amount REAL NOT NULL CHECK (refund_amount >= 0),
    created_at TEXT NOT NULL,
    processed_at TEXT
) STRICT;
CREATE TRIGGER returns_of_delivered_orders BEFORE INSERT ON returns
WHEN (SELECT status FROM orders WHERE id = NEW.order_id) <> 'delivered'
BEGIN
    SELECT RAISE(ABORT, 'only a delivered order can be returned');
END;
CREATE TRIGGER returns_never_above_the_total BEFORE INSERT ON returns
WHEN NEW.refund_amount > (SELECT total_amount FROM orders WHERE id = NEW.order_id)
BEGIN
    SELECT RAISE(ABORT, 'a refund cannot exceed what the order cost');
END;

CREATE TABLE conversations (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL UNIQUE,
    user_phone TEXT,
    turns TEXT NOT NULL CHECK (json_type(turns) = 'array'),
    context TEXT NOT NULL CHECK (json_type(context) = 'object'),
    language TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE customers (
    id TEXT NOT NULL PRIMARY KEY,
    phone TEXT NOT NULL UNIQUE,
    language TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE tickets (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL,
    summary TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX tickets_status ON tickets (status);

CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_type(details) = 'object'),
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX audit_entity ON audit (entity, entity_id);

CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    folder TEXT NOT NULL,
    reference_date TEXT,
    created_at TEXT NOT NULL
) STRICT;
"""


def up(migrator: object, db: Database) -> None:
    for statement in _statements(SCHEMA):
        db.execute_sql(statement)


def _statements(script: str) -> list[str]:
    """Split where a line ends a statement; a trigger's body is indented, so its own semicolons do not."""
    statements, lines = [], []
    for line in script.splitlines():
        lines.append(line)
        if line.endswith(";") and not line.startswith(" "):
            statements.append("\n".join(lines))
            lines = []
    return statements
