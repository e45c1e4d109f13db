"""Customers with their preferences, tickets of a customer, vectors of questions, and what may become of an order.

The triggers on orders let an import pass, whose `imports` row has no `finished_at` yet: the shop's own books may say of
an order whatever happened to it. Nobody else may, not even by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog.phones import significant_digits

if TYPE_CHECKING:
    from catalog.database import Database

# A table that gets a constraint is made anew: SQLite cannot add one to a table that is there.
TABLES = (
    """CREATE TABLE customers_new (
    id TEXT NOT NULL PRIMARY KEY,
    phone TEXT NOT NULL,
    digits TEXT NOT NULL UNIQUE CHECK (digits <> ''),
    language TEXT,
    speech_rate REAL CHECK (speech_rate BETWEEN 0.5 AND 2),
    loudness REAL CHECK (loudness BETWEEN 0.5 AND 2),
    concise INTEGER CHECK (concise IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT""",
    """CREATE TABLE audit_new (
    id TEXT NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_type(details) = 'object'),
    created_at TEXT NOT NULL
) STRICT""",
    "INSERT INTO audit_new SELECT id, rowid, actor, action, entity, entity_id, details, created_at FROM audit",
    "DROP TABLE audit",
    "ALTER TABLE audit_new RENAME TO audit",
    "CREATE INDEX audit_entity ON audit (entity, entity_id)",
    "CREATE INDEX audit_action ON audit (action)",
    """CREATE TABLE imports_new (
    id TEXT NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE,
    folder TEXT NOT NULL,
    reference_date TEXT,
    created_at TEXT NOT NULL,
    finished_at TEXT
) STRICT""",
    "INSERT INTO imports_new SELECT id, rowid, folder, reference_date, created_at, created_at FROM imports",
    "DROP TABLE imports",
    "ALTER TABLE imports_new RENAME TO imports",
    "ALTER TABLE orders ADD COLUMN phone_digits TEXT",
    "CREATE INDEX orders_phone_digits ON orders (phone_digits)",
    "ALTER TABLE tickets ADD COLUMN customer_id TEXT REFERENCES customers (id) ON DELETE SET NULL",
    "CREATE INDEX tickets_customer ON tickets (customer_id)",
    # Vectors are made of texts, and questions have some too; what is nearest to what is found out anew.
    """CREATE TABLE meanings (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX meanings_digest ON meanings (digest)",
    "DROP TABLE product_meanings",
    "DELETE FROM search_state",
    "CREATE TABLE revisions (name TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL) STRICT",
)

_IMPORTING = "EXISTS (SELECT 1 FROM imports WHERE finished_at IS NULL)"
_COST = "(SELECT total(quantity * unit_price) FROM order_items WHERE order_id = NEW.order_id)"
_PAID = "(SELECT total_amount FROM orders WHERE id = NEW.order_id)"

# name: when, over which condition, and what is said
REFUSED = {
    "orders_cancelled_for_good": (
        "BEFORE UPDATE OF status ON orders",
        f"OLD.status = 'cancelled' AND NEW.status <> 'cancelled' AND NOT {_IMPORTING}",
        "a cancelled order stays cancelled",
    ),
    "orders_cancelled_before_sent": (
        "BEFORE UPDATE OF status ON orders",
        f"NEW.status = 'cancelled' AND OLD.status IN ('shipped', 'delivered') AND NOT {_IMPORTING}",
        "an order that has been sent cannot be cancelled",
    ),
    "orders_cancelled_or_returned": (
        "BEFORE UPDATE OF status ON orders",
        f"NEW.status = 'cancelled' AND EXISTS (SELECT 1 FROM returns WHERE order_id = NEW.id) AND NOT {_IMPORTING}",  # noqa: S608
        "an order that is returned cannot be cancelled",
    ),
    "orders_total_covers_refund": (
        "BEFORE UPDATE OF total_amount ON orders",
        f"NEW.total_amount < (SELECT refund_amount FROM returns WHERE order_id = NEW.id) AND NOT {_IMPORTING}",  # noqa: S608
        "a refund cannot exceed what the order cost",
    ),
    "returns_never_above_the_items": (
        "BEFORE INSERT ON returns",
        f"NEW.refund_amount > {_COST} * 1.000000001 + 0.01",  # a cost is rounded to a paisa
        "a refund cannot exceed what the items cost",
    ),
    "returns_of_exchanges_refund_nothing": (
        "BEFORE INSERT ON returns",
        "NEW.action_requested = 'exchange' AND NEW.refund_amount <> 0",
        "an exchange refunds nothing",
    ),
    "returns_stay_what_they_are": (
        "BEFORE UPDATE OF id, order_id, reason, action_requested, created_at ON returns",
        "1",
        "what was asked for stays as it was",
    ),
    "returns_refund_stays_below_the_total": (
        "BEFORE UPDATE OF refund_amount ON returns",
        f"NEW.refund_amount > {_PAID}",
        "a refund cannot exceed what the order cost",
    ),
    "returns_are_kept": ("BEFORE DELETE ON returns", "1", "a return is never deleted"),
    "audit_is_only_added_to": ("BEFORE UPDATE ON audit", "1", "the audit trail is never changed"),
    "audit_is_kept": ("BEFORE DELETE ON audit", "1", "the audit trail is never changed"),
}


def up(migrator: object, db: Database) -> None:
    for statement in TABLES:
        db.execute_sql(statement)
    _merge_customers(db)
    for (phone,) in db.rows("SELECT DISTINCT user_phone FROM orders"):
        db.execute_sql("UPDATE orders SET phone_digits = ? WHERE user_phone = ?", (significant_digits(phone), phone))
    for name, (event, condition, reason) in REFUSED.items():
        db.execute_sql(f"CREATE TRIGGER {name} {event} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{reason}'); END")
    for table in ("products", "faqs", "policies"):
        db.execute_sql("INSERT INTO revisions VALUES (?, 0)", (table,))
        for event in ("INSERT", "UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_revised_by_{event} AFTER {event} ON {table}"  # noqa: S608  # our names
                f" BEGIN UPDATE revisions SET number = number + 1 WHERE name = '{table}'; END"
            )


def _merge_customers(db: Database) -> None:
    """One row a number, however it was written; of two languages the last that was spoken."""
    rows = db.rows("SELECT id, phone, language, created_at, updated_at FROM customers ORDER BY updated_at, rowid")
    for identity, phone, language, created_at, updated_at in rows:
        if digits := significant_digits(phone):
            db.execute_sql(
                "INSERT INTO customers_new (id, phone, digits, language, created_at, updated_at)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (digits) DO UPDATE SET"
                " language = coalesce(excluded.language, language), updated_at = excluded.updated_at",
                (identity, phone, digits, language, created_at, updated_at),
            )
    db.execute_sql("DROP TABLE customers")
    db.execute_sql("ALTER TABLE customers_new RENAME TO customers")
