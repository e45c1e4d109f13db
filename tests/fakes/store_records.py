"""A small store's records as its files hold them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 1, 15, 6, 30, tzinfo=UTC)  # noon in India


def _product(product_id: str, names: list[str], category: str, price: float, stock: int, **more: Any) -> dict[str, Any]:
    name, hindi, bengali, marathi = names
    return {
        "id": product_id,
        "name": name,
        "name_hi": hindi,
        "name_bn": bengali,
        "name_mr": marathi,
        "description": more.pop("description", f"A good {name.lower()}."),
        "category": category,
        "price": price,
        "stock_quantity": stock,
        "specifications": more.pop("specifications", {}),
        **more,
    }


PRODUCTS = [
    _product(
        "P01",
        ["Red Cotton Saree", "लाल सूती साड़ी", "লাল সুতির শাড়ি", "लाल सुती साडी"],
        "Clothing",
        899,
        18,
        specifications={"colour": "red", "material": "cotton"},
    ),
    _product(
        "P02",
        ["Blue Silk Saree", "नीली रेशमी साड़ी", "নীল সিল্ক শাড়ি", "निळी रेशमी साडी"],
        "Clothing",
        2499,
        3,
        specifications={"colour": "blue", "material": "silk"},
    ),
    _product(
        "P03",
        ["Red Shirt", "लाल शर्ट", "লাল শার্ট", "लाल शर्ट"],
        "Clothing",
        599,
        9,
        description="Goes with a saree as well.",
        specifications={"colour": "red", "sizes": ["M", "L"]},
    ),
    _product("P04", ["White Kurta", "सफ़ेद कुर्ता", "সাদা কুর্তা", "पांढरा कुर्ता"], "Clothing", 699, 6),
    _product("P05", ["Printed Kurta", "छपाईदार कुर्ता", "ছাপা কুর্তা", "छापील कुर्ता"], "Clothing", 749, 0),
    _product(
        "P06",
        ["Ceiling Fan", "छत का पंखा", "সিলিং ফ্যান", "छताचा पंखा"],
        "Electronics",
        1899,
        15,
        description="Moves a lot of air.",
        description_hi="गर्मी में ठंडी हवा।",
        specifications={"power": "75 W", "sweep_mm": 1200},
    ),
    _product("P07", ["Table Fan", "टेबल पंखा", "টেবিল ফ্যান", "टेबल पंखा"], "Electronics", 1299, 1),
    _product("P08", ["Smartphone 5G", "5G स्मार्टफोन", "৫জি স্মার্টফোন", "5G स्मार्टफोन"], "Electronics", 12999, 7),
    _product("P09", ["Rice 5 kg", "चावल 5 किलो", "চাল ৫ কেজি", "तांदूळ 5 किलो"], "Grocery", 420, 60),
    _product("P10", ["Rice 1 kg", "चावल 1 किलो", "চাল ১ কেজি", "तांदूळ 1 किलो"], "Grocery", 90, 80),
    _product("P11", ["Children's Bicycle", "बच्चों की साइकिल", "বাচ্চাদের সাইকেল", "मुलांची सायकल"], "Toys", 4999, 2),
    _product(
        "P12",
        ["Pressure Cooker 3 L", "प्रेशर कुकर 3 लीटर", "প্রেশার কুকার ৩ লিটার", "प्रेशर कुकर 3 लिटर"],
        "Kitchen",
        1499,
        5,
        specifications={"warranty": "5 years"},
    ),
]

FAQS = [
    {
        "id": "F1",
        "product_id": "P06",
        "question": "How long is the warranty of the fan?",
        "question_hi": "पंखे की वारंटी कितनी है?",
        "question_bn": "ফ্যানের ওয়ারেন্টি কত দিনের?",
        "question_mr": "पंख्याची वॉरंटी किती आहे?",
        "answer": "Two years.",
        "answer_hi": "दो साल।",
        "topic": "warranty",
    },
    {
        "id": "F2",
        "product_id": "P06",
        "question": "How do I clean the blades?",
        "answer": "With a dry cloth.",
        "topic": "usage",
    },
    {
        "id": "F3",
        "product_id": None,
        "question": "Do you deliver at home?",
        "question_hi": "क्या आप घर पर डिलीवरी करते हैं?",
        "answer": "Yes, free above 499 rupees.",
        "topic": "shipping",
    },
    {"id": "F4", "product_id": None, "question": "Can I exchange a gift?", "answer": "Yes.", "topic": "returns"},
]


def _order(
    order_id: str, status: str, days_ago: float, items: list[tuple[str, int, float]], **more: Any
) -> dict[str, Any]:
    moment = NOW - timedelta(days=days_ago)
    return {
        "id": order_id,
        "user_phone": "+919876543210",
        "status": status,
        "total_amount": sum(quantity * price for _, quantity, price in items),
        "shipping_address": "12 MG Road, Pune",
        "created_at": (moment - timedelta(days=2)).isoformat(),
        "updated_at": moment.isoformat(),
        "estimated_delivery": "2026-01-18",
        "tracking_number": None,
        "shipping_carrier": None,
        "items": [{"product_id": p, "quantity": quantity, "unit_price": price} for p, quantity, price in items],
        **more,
    }


ORDERS = [
    _order("1001", "pending", 1, [("P01", 2, 899), ("P09", 1, 420)]),
    _order("1002", "confirmed", 1, [("P07", 1, 1299)]),
    _order("1003", "shipped", 2, [("P08", 1, 12999)], tracking_number="TRK1", shipping_carrier="Vayu"),
    _order("1004", "delivered", 3, [("P12", 1, 1499), ("P10", 2, 90)]),
    _order("1005", "delivered", 20, [("P03", 1, 599)]),
    _order("1006", "cancelled", 5, [("P05", 1, 749)]),
]

POLICIES = [
    {
        "id": "POL-1",
        "type": "returns",
        "title": "Returns",
        "title_hi": "वापसी",
        "content": "Return within 7 days with the bill. Refunds take 5 working days.",
        "content_hi": "7 दिन के भीतर वापस करें।",
        "effective_date": "2026-01-01",
    },
    {"id": "POL-2", "type": "shipping", "title": "Shipping", "content": "Free.", "effective_date": "2026-01-01"},
]

STORE: dict[str, Any] = {"products": PRODUCTS, "faqs": FAQS, "orders": ORDERS, "policies": POLICIES}
