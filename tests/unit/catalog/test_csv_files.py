"""Store data as tables: what is read, and each way in which a table can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.errors import ImportProblems
from catalog.store_files import read_store

PRODUCTS = "id,name,description,category,price,stock_quantity\nA,Lamp,Gives light.,Home,100,5\n"
FAQS = "id,product_id,question,answer,topic\nF,A,Why?,So.,usage\nG,,When?,Now.,shipping\n"
ORDERS = (
    "id,user_phone,status,total_amount,shipping_address,created_at,updated_at\n"
    "O,9876543210,pending,300,Pune,2026-01-10T10:00:00+05:30,2026-01-10\n"
)
ITEMS = "order_id,product_id,quantity,unit_price\nO,A,2,100\nO,A,1,100\n"
POLICIES = "id,type,title,content,effective_date\nP,returns,Returns,Within 7 days.,2026-01-01\n"

Tables = Callable[..., Path]


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    """A folder of tables, some changed and some (None) left out."""

    def write(**changed: str | bytes | None) -> Path:
        good: dict[str, str | bytes | None] = {
            "products": PRODUCTS,
            "faqs": FAQS,
            "orders": ORDERS,
            "order_items": ITEMS,
            "policies": POLICIES,
        }
        for name, content in (good | changed).items():
            if content is not None:
                data = content if isinstance(content, bytes) else content.encode()
                (tmp_path / f"{name}.csv").write_bytes(data)
        return tmp_path

    return write


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(ImportProblems) as caught:
        read_store(folder)
    assert caught.value.exit_code == 2
    return caught.value.problems


def test_good_tables_are_good(tables: Tables) -> None:
    data = read_store(tables())
    assert data.notes == ()
    assert (data.products[0].price, data.products[0].stock_quantity) == (100.0, 5)
    assert data.products[0].name_hi is None
    assert [faq.product_id for faq in data.faqs] == ["A", None]
    assert [(item.quantity, item.unit_price) for item in data.orders[0].items] == [(2, 100.0), (1, 100.0)]
    assert data.policies[0].type == "returns"


def test_tables_and_json_can_stand_side_by_side(tables: Tables) -> None:
    folder = tables(faqs=None)
    (folder / "faqs.json").write_text('[{"id": "F", "question": "Why?", "answer": "So.", "topic": "usage"}]')
    assert len(read_store(folder).faqs) == 1


@pytest.mark.parametrize(
    "prefix", ["\ufeff".encode(), b"\n", b",,,,,\r\n"], ids=["byte order mark", "blank line", "blank cells"]
)
def test_what_spreadsheets_put_before_the_header_is_no_problem(tables: Tables, prefix: bytes) -> None:
    content = prefix + PRODUCTS.replace("\n", "\r\n").encode() + b",,,,,\r\n"
    assert [product.name for product in read_store(tables(products=content)).products] == ["Lamp"]


def test_specifications_as_columns_and_as_json(tables: Tables) -> None:
    header = PRODUCTS.splitlines()[0] + ',specifications,specifications.power,"specifications.model",specifications.x'
    rows = [
        'A,Lamp,"Gives, light.",Home,100,5,"{""sizes"": [""M""], ""power"": 1}",75,007,',
        "B,Lamp,,Home,1e2,5.0,,7.5,5.10,nan",
    ]
    first, second = read_store(tables(products="\n".join([header, *rows]))).products
    assert first.specifications == {"sizes": ["M"], "power": 75, "model": "007"}
    assert first.description == "Gives, light."
    assert second.specifications == {"power": 7.5, "model": "5.10", "x": "nan"}
    assert (second.description, second.price, second.stock_quantity) == ("", 100.0, 5)


def test_a_cell_of_several_lines_counts_as_lines(tables: Tables) -> None:
    content = PRODUCTS.replace("Gives light.", '"Gives\nlight."') + "B,Lamp,,Home,cheap,5\n"
    assert problems(tables(products=content)) == ("products.csv line 4, price: must be a number",)


def test_unknown_columns_are_left_out_and_mentioned(tables: Tables) -> None:
    header, row = PRODUCTS.splitlines()
    data = read_store(tables(products=f"{header},sku,,colour\n{row},1,,red\n"))
    assert data.notes == (
        "products.csv has columns that Sahayak does not know and leaves out: (without a name), colour, sku",
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("products", "100", "", "products.csv line 2, price: is missing"),
        ("products", "100", "₹100", "products.csv line 2, price: must be a number"),
        ("products", "100", "1_00", "products.csv line 2, price: must be a number"),
        ("products", "100", "NaN", "products.csv line 2, price: must be a finite number"),
        ("products", "100", "-1", "products.csv line 2, price: must not be less than 0.0"),
        ("products", ",5", ",5.5", "products.csv line 2, stock_quantity: must be a whole number"),
        ("products", ",5", "," + "9" * 5000, "products.csv line 2, stock_quantity: must be a whole number"),
        ("products", "A,Lamp", "A,", "products.csv line 2, name: must not be empty"),
        ("policies", "P,returns", "  ,returns", "policies.csv line 2, id: must not be empty"),
        (
            "products",
            "Gives light.",
            "Gives, light.",
            "products.csv line 2: has 7 fields, but the header has 6; a field that",
        ),
        (
            "products",
            ",5\n",
            "\n",
            "products.csv line 2: has 5 fields, but the header has 6; a field that",
        ),
        (
            "products",
            "id,name,description,category,price,stock_quantity\n",
            "",
            "products.csv line 1: must name the columns, id among them",
        ),
        ("products", "price", "cost", "products.csv line 1, price: the column is missing"),
        ("products", "quantity\n", "quantity,name\n", "products.csv line 1, name: the column is there more than once"),
        ("products", ",5\n", ',"5\n', "products.csv line 2: is no CSV: unexpected end of data; look for a"),
        ("products", "A,Lamp", 'A,"Lamp"s', "products.csv line 2: is no CSV: ',' expected after '\"'; look for a"),
        ("products", ",5\n", ",5\nA,Fan,,Home,1,1\n", "products.csv line 3, id: A is already the id of line 2"),
        ("faqs", "F,A", "F,Z", "faqs.csv line 2, product_id: there is no product Z"),
        ("faqs", "usage", "gossip", "faqs.csv line 2, topic: must be one of 'warranty', 'shipping',"),
        ("orders", "pending", "lost", "orders.csv line 2, status: must be one of 'pending', 'confirmed',"),
        ("orders", "2026-01-10\n", "10/01/2026\n", "orders.csv line 2, updated_at: must be a date and time such as"),
        ("orders", "9876543210", "9.88E+09", "orders.csv line 2, user_phone: must be a phone number of 7 to 15 digits"),
        ("order_items", "O,A,1", "O,Z,1", "order_items.csv line 3, product_id: there is no product Z"),
        ("order_items", "O,A,1", "O,A,0", "order_items.csv line 3, quantity: must not be less than 1"),
        ("order_items", "O,A,1", "X,A,1", "order_items.csv line 3, order_id: there is no order X"),
        ("order_items", "O,A,2,100\nO,A,1,100\n", "", "orders.csv line 2, items: must not be empty"),
        ("order_items", "order_id", "order", "order_items.csv line 1: must name the columns, order_id among them"),
        ("policies", "returns", "gifts", "policies.csv line 2, type: must be one of 'returns', 'refunds',"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_field(
    tables: Tables, name: str, old: str, new: str, problem: str
) -> None:
    good = {"products": PRODUCTS, "faqs": FAQS, "orders": ORDERS, "order_items": ITEMS, "policies": POLICIES}
    assert old in good[name]
    (found,) = problems(tables(**{name: good[name].replace(old, new, 1)}))
    assert found.startswith(problem)


def test_specifications_that_are_no_json_are_named(tables: Tables) -> None:
    header, row = PRODUCTS.splitlines()
    for cell in ("[]", "{", "NaN", "[" * 100_000):
        content = f"{header},specifications\n{row},{cell}\n"
        assert problems(tables(products=content)) == ("products.csv line 2, specifications: must be an object",)


def test_latin_1_is_named_with_its_line_and_field(tables: Tables) -> None:
    content = (PRODUCTS + "B,Café,,Home,-1,1\n").encode("latin-1")
    assert problems(tables(products=content)) == (
        "products.csv line 3, name: is not UTF-8 text (byte 0xe9); save the file as CSV UTF-8",
        "products.csv line 3, price: must not be less than 0.0",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_named(tables: Tables, encoding: str) -> None:
    assert problems(tables(products=PRODUCTS.encode(encoding))) == (
        "products.csv: is not UTF-8 text (it holds null bytes); save the file as CSV UTF-8",
    )


@pytest.mark.parametrize("separator", [";", "\t"])
def test_another_separator_is_named(tables: Tables, separator: str) -> None:
    assert problems(tables(products=PRODUCTS.replace(",", separator))) == (
        "products.csv line 1: must name the columns, id among them; commas must part them",
    )


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_table_is_named(tables: Tables, content: str) -> None:
    assert problems(tables(products=content)) == ("products.csv: is empty; its first line must name the columns",)


def test_a_table_without_a_product_is_named(tables: Tables) -> None:
    folder = tables(products=PRODUCTS.splitlines()[0], faqs=None, orders=None, order_items=None)
    assert problems(folder) == ("products.csv: holds no product",)


def test_a_quotation_mark_that_swallows_the_file_is_named(tables: Tables) -> None:
    content = PRODUCTS + 'B,"Lamp,,Home,1,1\n' + "C,Lamp,,Home,1,1\n" * 20_000
    (found,) = problems(tables(products=content, faqs=None, orders=None, order_items=None))
    assert found.startswith("products.csv line 3: is no CSV: ")


def test_a_row_that_is_shifted_is_not_called_missing_too(tables: Tables) -> None:
    found = problems(tables(products=PRODUCTS.replace("100", "1,00"), orders=ORDERS.replace("Pune", "Pune, India")))
    assert [problem.partition(":")[0] for problem in found] == ["products.csv line 2", "orders.csv line 2"]


@pytest.mark.parametrize(
    ("json_name", "csv_name"),
    [("products", "products"), ("faqs", "faqs"), ("orders", "orders"), ("policies", "policies")],
)
def test_json_and_a_table_of_the_same_are_named_both(tables: Tables, json_name: str, csv_name: str) -> None:
    folder = tables()
    (folder / f"{json_name}.json").write_text("[]")
    assert problems(folder) == (f"{json_name}.json and {csv_name}.csv: only one of the two may be in the folder",)


def test_items_belong_to_a_table_of_orders(tables: Tables) -> None:
    folder = tables(orders=None)
    assert problems(folder) == ("orders.csv: is missing; order_items.csv holds only the items of its orders",)
    (folder / "orders.json").write_text("[]")
    assert problems(folder) == ("orders.json and order_items.csv: only one of the two may be in the folder",)


def test_orders_need_their_items(tables: Tables) -> None:
    assert problems(tables(order_items=None)) == ("order_items.csv: is missing; it holds the items of orders.csv",)
