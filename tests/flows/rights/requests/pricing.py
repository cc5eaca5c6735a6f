"""How to ask pricing."""

from typing import Any

from tests.flows.rights.bodies import LINES, PARTIES, PRICES

REQUESTS: dict[str, tuple[str, Any]] = {
    "add_item": ("/items", {"sku": "T-{tag}", "name": "Товар {tag}"}),
    "change_item": ("/items/{item}", {"name_en": "Kettle"}),
    "get_item": ("/items/{item}", None),
    "get_items": ("/items/by-ids", {"ids": ["{item}"]}),
    "list_items": ("/items?limit=200", None),
    "add_price_type": ("/price-types", {"code": "T_{code}", "name": "Вид {tag}"}),
    "list_price_types": ("/price-types?limit=200", None),
    "recalculate_prices": ("/price-types/{computed_type}/recalculate", {"effective_from": "2027-01-01"}),
    "check_formula": ("/formula-checks", {"formula": "cost * 2", "item_id": "{item}"}),
    "preview_prices": ("/price-settings/preview", {"effective_from": "2027-01-01", "prices": PRICES}),
    "list_exchange_rates": ("/exchange-rates?limit=200", None),
    "set_prices": ("/price-settings", {"effective_from": "2027-01-01", "prices": PRICES}),
    "get_price_setting": ("/price-settings/{setting}", None),
    "preview_price_setting": ("/price-settings/{setting}/preview", None),
    "agree_price_setting": ("/price-settings/{setting}/agree", {}),
    "cancel_price_setting": ("/price-settings/{setting}/cancel", {}),
    "list_price_settings": ("/price-settings?limit=200", None),
    "get_price": ("/prices/on-day?item_id={item}&price_type_id={price_type}", None),
    "report_price_dynamics": ("/reports/price-dynamics?date_from=2026-01-01&date_to=2026-06-01", None),
    "list_prices": ("/prices?limit=200", None),
    "add_price_group": ("/price-groups", {"name": "Група {tag}"}),
    "change_price_group": ("/price-groups/{price_group}", {"name_en": "Tools"}),
    "make_offer": (
        "/offers",
        {
            **PARTIES,
            "name": "Оферта {tag}",
            "valid_from": "2026-01-01",
            "terms": {"price_type_id": "{price_type}"},
        },
    ),
    "change_offer": ("/offers/{offer}", {"name": "Оферта {tag}"}),
    "list_offers": ("/offers?limit=200", None),
    "get_client_offers": ("/partners/{partner}/offers?organization_id={organization}", None),
    "set_discount_root": ("/discount-root", {"combine": "highest"}),
    "add_discount_group": ("/discount-groups", {"name": "Знижки {tag}", "combine": "sum"}),
    "change_discount_group": ("/discount-groups/{discount_group}", {"priority": 2}),
    "add_discount": ("/discounts", {"name": "Знижка {tag}", "percent": "1", "valid_to": "2025-12-31"}),
    "set_manual_limit": ("/manual-limits", {"role": "manager", "percent": "5"}),
    "add_card_kind": ("/card-kinds", {"name": "Картки {tag}"}),
    "issue_card": (
        "/loyalty-cards",
        {"code": "C-{code}", "kind_id": "{card_kind}", "partner_id": "{partner}", "valid_from": "2026-01-01"},
    ),
    "list_cards": ("/loyalty-cards?limit=200&partner_id={partner}", None),
    "set_bonus_rule": ("/card-kinds/{card_kind}/bonus-rule", {"bonus": {"percent": "5", "limit": "50"}}),
    "accrue_bonuses": ("/loyalty-cards/{loyalty_card}/bonuses", {"amount": "10", "reason": "Подарунок"}),
    "spend_bonuses": (
        "/bonus-spendings",
        {
            "card_id": "{loyalty_card}",
            "order_id": "{order}",
            "partner_id": "{partner}",
            "amount": "1",
            "total": "100",
        },
    ),
    "list_bonus_entries": ("/bonus-entries?limit=200&partner_id={partner}", None),
    "ask_quote": ("/quotes", {"on": "2026-06-01", "lines": LINES}),
}
