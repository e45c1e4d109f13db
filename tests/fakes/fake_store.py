"""A small shop in four languages, built through the importer as a real one is."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import read_store

NOW = datetime(2026, 1, 15, 6, 30, tzinfo=UTC)  # noon in India
ASHA, RAVI = "9876543210", "9123456780"
ASHAS_ADDRESS, RAVIS_ADDRESS = "12 Laburnum Road, Pune", "7 Park Street, Kolkata"


def _product(product_id: str, names: list[str], category: str, price: float, stock: int) -> dict[str, Any]:
    name, hindi, bengali, marathi = names
    return {
        "id": product_id,
        "name": name,
        "name_hi": hindi,
        "name_bn": bengali,
        "name_mr": marathi,
        "description": f"A good {name.lower()}.",
        "description_hi": f"अच्छी चीज़: {hindi}।",
        "description_bn": f"ভালো জিনিস: {bengali}।",
        "description_mr": f"चांगली वस्तू: {marathi}.",
        "category": category,
        "price": price,
        "stock_quantity": stock,
        "specifications": {},
    }


def _faq(faq_id: str, product_id: str | None, topic: str, questions: list[str], answers: list[str]) -> dict[str, Any]:
    codes = ("", "_hi", "_bn", "_mr")
    return {
        "id": faq_id,
        "product_id": product_id,
        "topic": topic,
        **{f"question{code}": question for code, question in zip(codes, questions, strict=True)},
        **{f"answer{code}": answer for code, answer in zip(codes, answers, strict=True)},
    }


def _policy(kind: str, contents: list[str]) -> dict[str, Any]:
    codes = ("", "_hi", "_bn", "_mr")
    return {
        "id": f"POL-{kind}",
        "type": kind,
        "title": kind.capitalize(),
        "effective_date": "2026-01-01",
        **{f"content{code}": content for code, content in zip(codes, contents, strict=True)},
    }


def _order(
    order_id: str, phone: str, status: str, when: datetime, items: list[tuple[str, int, float]], **more: Any
) -> dict[str, Any]:
    return {
        "id": order_id,
        "user_phone": phone,
        "status": status,
        "total_amount": sum(quantity * price for _, quantity, price in items),
        "shipping_address": ASHAS_ADDRESS if phone.endswith(ASHA[-4:]) else RAVIS_ADDRESS,
        "created_at": (when - timedelta(days=2)).isoformat(),
        "updated_at": when.isoformat(),
        "estimated_delivery": "2026-01-18",
        "items": [{"product_id": p, "quantity": quantity, "unit_price": price} for p, quantity, price in items],
        **more,
    }


def store_data(now: datetime = NOW) -> dict[str, Any]:
    """The shop's records; the orders' days are counted back from `now`."""
    ashas = "+91 98765 43210"
    return {
        "products": [
            _product("P01", ["Red Cotton Saree", "लाल सूती साड़ी", "লাল সুতির শাড়ি", "लाल सुती साडी"], "Clothing", 899, 18),
            _product(
                "P02", ["Blue Silk Saree", "नीली रेशमी साड़ी", "নীল সিল্ক শাড়ি", "निळी रेशमी साडी"], "Clothing", 2499, 3
            ),
            _product("P03", ["White Kurta", "सफ़ेद कुर्ता", "সাদা কুর্তা", "पांढरा कुर्ता"], "Clothing", 699, 6),
            _product("P04", ["Ceiling Fan", "छत का पंखा", "সিলিং ফ্যান", "छताचा पंखा"], "Electronics", 1899, 15),
            _product("P05", ["Table Lamp", "टेबल लैंप", "টেবিল ল্যাম্প", "टेबल लॅम्प"], "Electronics", 449.5, 0),
            _product(
                "P06",
                ["Pressure Cooker", "प्रेशर कुकर", "প্রেশার কুকার", "प्रेशर कुकर"],
                "Kitchen",
                1499,
                5,
            ),
            _product("P07", ["Refrigerator", "फ्रिज", "ফ্রিজ", "फ्रिज"], "Electronics", 149999, 2),
        ],
        "faqs": [
            _faq(
                "F1",
                "P04",
                "warranty",
                [
                    "How long is the warranty of the fan?",
                    "पंखे की वारंटी कितनी है?",
                    "ফ্যানের ওয়ারেন্টি কত দিনের?",
                    "पंख्याची वॉरंटी किती आहे?",
                ],
                ["Two years of warranty.", "दो साल की वारंटी।", "দুই বছরের ওয়ারেন্টি।", "दोन वर्षांची वॉरंटी."],
            ),
            _faq(
                "F2",
                "P01",
                "usage",
                [
                    "How do I wash the saree?",
                    "साड़ी कैसे धोएँ?",
                    "শাড়ি কীভাবে ধোব?",
                    "साडी कशी धुवायची?",
                ],
                ["By hand, in cold water.", "ठंडे पानी में हाथ से।", "ঠান্ডা জলে হাতে।", "थंड पाण्यात हाताने."],
            ),
            _faq(
                "F3",
                None,
                "usage",
                ["When do you open?", "दुकान कब खुलती है?", "দোকান কখন খোলে?", "दुकान कधी उघडते?"],
                ["At ten.", "दस बजे।", "দশটায়।", "दहा वाजता."],
            ),
        ],
        "orders": [
            _order("1001", ashas, "pending", now - timedelta(days=1), [("P01", 2, 899), ("P06", 1, 1499)]),
            _order("1002", ashas, "confirmed", now - timedelta(days=1), [("P03", 1, 699)]),
            _order(
                "1003",
                ashas,
                "shipped",
                now - timedelta(days=2),
                [("P04", 1, 1899)],
                tracking_number="TRK77",
                shipping_carrier="Vayu",
            ),
            _order("1004", ashas, "delivered", now - timedelta(days=3), [("P02", 1, 2499), ("P03", 2, 699)]),
            _order("1005", ashas, "delivered", now - timedelta(days=20), [("P06", 1, 1499)]),
            _order("1006", ashas, "cancelled", now - timedelta(days=5), [("P05", 1, 449.5)]),
            _order("1007", ashas, "shipped", now - timedelta(days=1), [("P05", 1, 449.5)], estimated_delivery=None),
            _order("1008", ashas, "shipped", now - timedelta(days=1), [("P05", 1, 449.5)]),
            _order("ORD-2001", RAVI, "pending", now - timedelta(days=1), [("P07", 1, 149999)]),
            _order("ORD-2002", RAVI, "delivered", now - timedelta(days=1), [("P01", 1, 899)]),
        ],
        "policies": [
            _policy(
                "returns",
                [
                    "Return within 7 days with the bill.",
                    "7 दिन के भीतर बिल के साथ वापस करें।",
                    "7 দিনের মধ্যে বিল সহ ফেরত দিন।",
                    "7 दिवसांत बिलासह परत करा.",
                ],
            ),
            _policy(
                "shipping",
                [
                    "Delivery is free above ₹499.",
                    "₹499 से ऊपर डिलीवरी मुफ़्त है।",
                    "₹499-এর উপরে ডেলিভারি ফ্রি।",
                    "₹499 च्या वर डिलिव्हरी मोफत.",
                ],
            ),
            _policy(
                "warranty",
                [
                    "One year on electronics.",
                    "इलेक्ट्रॉनिक्स पर एक साल।",
                    "ইলেকট্রনিক্সে এক বছর।",
                    "इलेक्ट्रॉनिक्सवर एक वर्ष.",
                ],
            ),
            _policy(
                "privacy",
                [
                    "We keep your number to ourselves.",
                    "आपका नंबर हमारे पास ही रहता है।",
                    "আপনার নম্বর আমাদের কাছেই থাকে।",
                    "तुमचा नंबर आमच्याकडेच राहतो.",
                ],
            ),
        ],
    }


def write_files(folder: Path, data: dict[str, Any]) -> Path:
    """Write a shop's records as the files that an importer reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in data.items():
        (folder / f"{name}.json").write_text(json.dumps(records), encoding="utf-8")
    return folder


def make_store(folder: Path, now: datetime = NOW) -> Path:
    """Put the shop's database into a folder; it is imported once in a run of the tests and copied from then on."""
    path = folder / "store.db"
    path.write_bytes(_imported(folder, now))
    return path


def open_store(path: Path, now: datetime = NOW) -> Catalog:
    """Open a shop in which it is always `now`."""
    return Catalog(path, create=False, clock=lambda: now)


_images: dict[datetime, bytes] = {}


def _imported(folder: Path, now: datetime) -> bytes:
    if now not in _images:
        building = folder / "building.db"
        with Catalog(building, clock=lambda: now) as catalog:
            import_store(catalog, read_store(write_files(folder / "files", store_data(now))))
            catalog.database.pragma("wal_checkpoint", "truncate")
        _images[now] = building.read_bytes()
    return _images[now]
