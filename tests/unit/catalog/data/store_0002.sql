-- The store's own tables as migration 0002 left them, with a little in each. The search's indices are made anew.
CREATE TABLE "schema_migration" ("id" INTEGER NOT NULL PRIMARY KEY, "name" VARCHAR(255) NOT NULL, "applied" DATETIME NOT NULL);
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
CREATE TABLE order_items (
    id TEXT NOT NULL PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    product_id TEXT NOT NULL REFERENCES products (id) ON DELETE RESTRICT,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    unit_price REAL NOT NULL CHECK (unit_price >= 0 AND unit_price < 1e12)
) STRICT;
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
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_type(details) = 'object'),
    created_at TEXT NOT NULL
) STRICT;
CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    folder TEXT NOT NULL,
    reference_date TEXT,
    created_at TEXT NOT NULL
) STRICT;
CREATE TABLE embeddings (digest BLOB NOT NULL PRIMARY KEY, vector BLOB NOT NULL) STRICT;
CREATE TABLE product_meanings (product_id TEXT NOT NULL PRIMARY KEY, vector BLOB NOT NULL) STRICT;
CREATE TABLE search_state (name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT;
INSERT INTO products VALUES ('P1', 'Lamp', 'दीया', NULL, NULL, 'Gives light.', NULL, NULL, NULL, 'Home', 100.0, 5, NULL, '{"power": "9 W"}', 0, '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00');
INSERT INTO products VALUES ('P2', 'Fan', NULL, NULL, NULL, '', NULL, NULL, NULL, 'Home', 50.0, 1, NULL, '{}', 0, '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00');
INSERT INTO orders VALUES ('1', '+91 98765-43210', 'cancelled', 100.0, 'Pune', NULL, NULL, NULL, '2026-01-05T00:00:00+00:00', '2026-01-06T00:00:00+00:00');
INSERT INTO orders VALUES ('2', '09876543210', 'delivered', 50.0, 'Pune', NULL, NULL, NULL, '2026-01-07T00:00:00+00:00', '2026-01-10T00:00:00+00:00');
INSERT INTO order_items VALUES ('1:001', '1', 'P1', 1, 100.0);
INSERT INTO order_items VALUES ('2:001', '2', 'P2', 1, 50.0);
INSERT INTO returns VALUES ('RET-2', '2', 'defective', 'refund', 'requested', 50.0, '2026-01-11T00:00:00+00:00', NULL);
INSERT INTO conversations VALUES ('k', 's1', NULL, '[]', '{}', 'hi', '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00');
INSERT INTO customers VALUES ('c1', '09876543210', 'hi', '2026-01-01T00:00:00+00:00', '2026-01-02T00:00:00+00:00');
INSERT INTO customers VALUES ('c2', '+91 98765-43210', 'bn', '2026-01-01T00:00:00+00:00', '2026-01-03T00:00:00+00:00');
INSERT INTO tickets VALUES ('T1', 's1', 'needs help', 'open', '2026-01-02T00:00:00+00:00', '2026-01-02T00:00:00+00:00');
INSERT INTO audit VALUES ('b', 's1', 'order.cancel', 'order', '1', '{}', '2026-01-06T00:00:00+00:00');
INSERT INTO audit VALUES ('a', 's1', 'order.noted', 'order', '1', '{}', '2026-01-06T00:00:00+00:00');
INSERT INTO imports VALUES ('z', 'first', '2026-01-01', '2026-01-01T00:00:00+00:00');
INSERT INTO imports VALUES ('y', 'second', NULL, '2026-01-01T00:00:00+00:00');
INSERT INTO schema_migration VALUES (1, '0001_initial', '2026-11-27 15:11:19.233296');
INSERT INTO schema_migration VALUES (2, '0002_vectors', '2026-11-27 15:11:19.233716');
CREATE UNIQUE INDEX "schema_migration_name" ON "schema_migration" ("name");
CREATE INDEX products_category_price ON products (category, price);
CREATE INDEX faqs_product ON faqs (product_id, topic);
CREATE INDEX orders_user_phone ON orders (user_phone);
CREATE INDEX order_items_order ON order_items (order_id);
CREATE INDEX order_items_product ON order_items (product_id);
CREATE INDEX tickets_status ON tickets (status);
CREATE INDEX audit_entity ON audit (entity, entity_id);
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
