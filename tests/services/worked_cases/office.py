"""A pricing office set up from what a case gives, by operations of the real service, and asked as people ask."""

import re
from datetime import datetime
from typing import Any

from services.partners import contracts as partners
from services.pricing import contracts
from tests.services.bench import Bench
from tests.services.builders import an_organization, introduce, terms_of_sale
from tests.services.cast import ADMIN, APPROVER, HEAD, KALYNA, PRICER, SVITLODIM, TARAS
from tests.services.worked_cases.cases import Case

BEGINNING = "2026-01-01"
_PLACE = re.compile(r"by (?:the main )?type “(?P<code>[A-Z0-9_]+)”")
PLACES = {
    "item_price": "item price",
    "item_price_type": "item price type",
    "group_price_type": "group price type",
    "group_percent": "group percent on",
    "main_price_type": "main price type",
}


class Office:
    """Everything by the codes of the case: items, price types, price groups, offers, kinds of cards."""

    def __init__(self, bench: Bench):
        self.bench = bench
        self.items: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.groups: dict[str, str] = {}
        self.offers: dict[str, str] = {}
        self.cards: dict[str, tuple[str, str]] = {}
        self.setting = ""
        """The latest that was made."""
        bench.peers.reply(partners.GET_ORGANIZATION, an_organization())
        bench.peers.reply(partners.GET_TERMS_OF_SALE, terms_of_sale)
        introduce(bench)

    def set_up(self, given: Case) -> None:
        for item in given.get("items", ()):
            self._add_item(item)
        for price_type in given.get("price_types", ()):
            self._add_price_type(price_type)
        self.set_prices(given.get("prices", ()))
        for rate in given.get("rates", ()):
            body = {"currency": rate["currency"], "on": rate["date"], "rate": rate["rate"]}
            self.bench.do(contracts.SET_EXCHANGE_RATE, body, by=PRICER)
        for name, offer in self._offers(given).items():
            self.offers[name] = self._agreed(self._standard(offer))
        if "individual_offer" in given:
            self._add_offer_with_versions(given["standard_offer"], given["individual_offer"])
        if "discounts" in given:
            self._add_discounts(given["discounts"])
        if "user_manual_limit" in given:
            limit = {"role": "manager", "percent": given["user_manual_limit"]}
            self.bench.do(contracts.SET_MANUAL_LIMIT, limit, by=ADMIN)

    # ------------------------------------------------------------ items and price types

    def group(self, name: str) -> str:
        if name not in self.groups:
            self.groups[name] = self.bench.do(contracts.ADD_PRICE_GROUP, {"name": name}, by=PRICER)["id"]
        return self.groups[name]

    def _add_item(self, item: Case) -> None:
        body = {"sku": item["code"], "name": f"Товар {item['code']}", "vat_rate": item.get("vat", "20")}
        if "brand" in item:
            body["brand"] = item["brand"]
        if "price_group" in item:
            body["price_group_id"] = self.group(item["price_group"])
        self.items[item["code"]] = self.bench.do(contracts.ADD_ITEM, body, by=PRICER)["id"]

    def _add_price_type(self, given: Case) -> None:
        body = {"code": given["code"], "name": given["code"], **self._way(given)}
        body |= {
            name: given[name] for name in ("way", "currency", "vat_included", "precision", "condition") if name in given
        }
        groups = [
            {"price_group_id": self.group(row["price_group"]), **self._way(row)} for row in given.get("groups", ())
        ]
        groups += [
            {"price_group_id": self.group(row["price_group"]), "threshold": row["threshold"]}
            for row in given.get("group_thresholds", ())
        ]
        self.types[given["code"]] = self.bench.do(contracts.ADD_PRICE_TYPE, {**body, "groups": groups}, by=PRICER)["id"]

    def _way(self, given: Case) -> dict[str, Any]:
        way = {name: given[name] for name in ("markup", "formula", "threshold") if name in given}
        if "base" in given:
            way["base_id"] = self.types[given["base"]]
        rows = [
            {("price_from" if name == "from" else name): one for name, one in row.items()}
            for row in given.get("rounding", ())
        ]
        return {**way, "rounding": rows}

    # ------------------------------------------------------------ prices

    def set_prices(self, prices: Any) -> None:
        """Each date's prices are one setting, so that what the case gives of computed types stands as given."""
        for day in sorted({price.get("from", BEGINNING) for price in prices}):
            rows = [price for price in prices if price.get("from", BEGINNING) == day]
            if body := self._setting(day, rows):
                self.setting = self.bench.do(contracts.SET_PRICES, body, by=PRICER)["id"]

    def cancel_setting(self, setting: str) -> None:
        self.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": setting}, by=PRICER)

    def price_as_known(self, item: str, code: str, day: str, moment: datetime) -> str:
        """The price of a day as it was known at a moment."""
        asked = {"item_id": self.items[item], "price_type_id": self.types[code], "on": day}
        found = self.bench.do(contracts.GET_PRICE, {**asked, "known_at": moment.isoformat()})
        return str(found["value"]) if found["value"] is not None else "none"

    def preview(self, day: str, rows: Any) -> list[Case]:
        """What a setting of these rows would compute, in the words of the cases."""
        items = {one: code for code, one in self.items.items()}
        types = {one: code for code, one in self.types.items()}
        shown = self.bench.do(contracts.PREVIEW_PRICES, self._setting(day, rows), by=PRICER)["prices"]
        return [
            {
                "from": row["effective_from"],
                "item": items[row["item_id"]],
                "type": types[row["price_type_id"]],
                "new": row["new"],
                "written": row["outcome"] == "written",
            }
            for row in shown
        ]

    def price(self, item: str, code: str, day: str) -> str:
        """The price on a day, as a document of one piece finds it."""
        lines = [{"item_id": self.items[item], "quantity": "1"}]
        asked = {"on": day, "lines": lines, "price_type_id": self.types[code]}
        line = self.bench.do(contracts.ASK_QUOTE, asked)["lines"][0]
        return "none" if line["problem"] else str(line["price"])

    def _setting(self, day: str, rows: Any) -> dict[str, Any]:
        prices = [
            {"item_id": self.items[row["item"]], "price_type_id": self.types[row["type"]], "value": row["value"]}
            for row in rows
        ]
        return {"effective_from": day, "prices": prices} if prices else {}

    # ------------------------------------------------------------ offers, discounts, cards

    def _offers(self, given: Case) -> dict[str, Case]:
        return dict(given["offers"]) if "offers" in given else {"": given["offer"]} if "offer" in given else {}

    def _standard(self, offer: Case, valid_from: str = BEGINNING, **more: Any) -> dict[str, Any]:
        terms = {"price_type_id": self.types[offer["main_price_type"]]} if "main_price_type" in offer else {}
        if "manual_limit" in offer:
            terms["manual_limit"] = offer["manual_limit"]
        body = {"name": "Оферта", "organization_id": SVITLODIM, "valid_from": valid_from, "terms": terms}
        return self.bench.do(contracts.MAKE_OFFER, {**body, **self._rows(offer), **more})

    def _rows(self, offer: Case) -> dict[str, Any]:
        def row(given: Case, subject: str, ids: dict[str, str]) -> dict[str, Any]:
            names = {"price": "price", "percent": "percent", "discounts_allowed": "discounts_allowed"}
            said = {names[name]: one for name, one in given.items() if name in names}
            kind = {"price_type_id": self.types[given["price_type"]]} if "price_type" in given else {}
            return {f"{subject}_id": ids[given[subject]], **said, **kind}

        return {
            "item_rows": [row(one, "item", self.items) for one in offer.get("item_rows", ())],
            "group_rows": [row(one, "price_group", self.groups) for one in offer.get("group_rows", ())],
        }

    def _agreed(self, offer: dict[str, Any]) -> str:
        self.bench.do(contracts.SUBMIT_OFFER, {"id": offer["id"]})
        return str(self.bench.do(contracts.APPROVE_OFFER, {"id": offer["id"]}, by=APPROVER)["id"])

    def _add_offer_with_versions(self, versions: list[Case], individual: Case) -> None:
        standard = self._agreed(self._standard(versions[0], versions[0]["in_force_from"]))
        for version in versions[1:]:
            body = {"id": standard, "effective_from": version["in_force_from"], **self._rows(version)}
            self._agreed(self.bench.do(contracts.CHANGE_OFFER, body))
        whose = {"partner_id": KALYNA.id, "standard_id": standard}
        self.offers[""] = self._agreed(self._standard(individual, individual["in_force_from"], **whose))

    def _add_discounts(self, root: Case) -> None:
        self.bench.do(contracts.SET_DISCOUNT_ROOT, {"combine": root["combine"]}, by=PRICER)
        for member in root["of"]:
            self._add_discount(member, None)

    def _add_discount(self, member: Case, group: str | None) -> None:
        if "of" in member:
            body = {"name": member["combine"], "combine": member["combine"], "parent_id": group}
            made = self.bench.do(contracts.ADD_DISCOUNT_GROUP, body, by=PRICER)["id"]
            for inner in member["of"]:
                self._add_discount(inner, made)
            return
        body = {"name": member["name"], "percent": member["percent"], "group_id": group}
        if "priority" in member:
            body["priority"] = int(member["priority"])
        for condition, value in member.get("when", {}).items():
            body |= self._condition(condition, value)
        self.bench.do(contracts.ADD_DISCOUNT, body, by=PRICER)

    def _condition(self, condition: str, value: str) -> dict[str, Any]:
        said: dict[str, dict[str, Any]] = {
            "line_quantity_from": {"bound": "line", "quantity_from": value},
            "document_amount_from": {"bound": "document", "amount_from": value},
            "weekday": {"weekdays": [value.lower()]},
        }
        return {"card_kind_id": self._card(value)[0]} if condition == "card" else said[condition]

    def _card(self, kind: str) -> tuple[str, str]:
        """The kind and an active card of it, the client's."""
        if kind not in self.cards:
            kind_id = self.bench.do(contracts.ADD_CARD_KIND, {"name": kind}, by=HEAD)["id"]
            self.bench.peers.reply(partners.GET_PARTNER, lambda *_: partners.PartnerView.model_construct(id=KALYNA.id))
            body = {"code": kind, "kind_id": kind_id, "partner_id": KALYNA.id, "valid_from": BEGINNING}
            card = self.bench.do(contracts.ISSUE_CARD, body, by=HEAD)["id"]
            self.bench.do(contracts.ACTIVATE_CARD, {"id": card}, by=HEAD)
            self.cards[kind] = (kind_id, card)
        return self.cards[kind]

    # ------------------------------------------------------------ documents

    def quote(self, document: Case) -> dict[str, Any]:
        """The quote for a document of the case; a manager asks, whose limit is the one the case gives."""
        typed = ("manual_price", "manual_discount")
        lines = [
            {"item_id": self.items[line["item"]], "quantity": line["quantity"]}
            | {name: line[name] for name in typed if name in line}
            for line in document["lines"]
        ]
        asked: dict[str, Any] = {
            "on": document["date"],
            "lines": lines,
            "organization_id": SVITLODIM,
            "partner_id": KALYNA.id,
            "offer_id": self.offers[document.get("offer", "")],
            "prices_with_vat": document.get("vat", "included") == "included",
        }
        if "card" in document:
            asked["card_id"] = self._card(document["card"])[1]
        if "currency" in document:
            asked["currency"] = document["currency"]
        if "document_discount" in document:
            asked["document_discount"] = document["document_discount"]["amount"]
        return self.bench.do(contracts.ASK_QUOTE, asked, by=TARAS)


def _but_from(row: Case) -> Case:
    return {name: value for name, value in row.items() if name != "from"}


def places_tried(line: Case) -> list[tuple[str, bool]]:
    """The places of a quote's line in the words of the cases, and whether the price was there."""
    found = [reason for reason in line["reasons"] if reason["rule"] in PLACES]
    return [(_place(reason), reason["chosen"]) for reason in found]


def _place(reason: Case) -> str:
    code = _PLACE.search(reason["text"])
    return f"{PLACES[reason['rule']]} {code['code']}" if code else PLACES[reason["rule"]]
