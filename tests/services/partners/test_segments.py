"""Segments of partners: by the card, by what they buy, by hand; whom of them a person sees (P11)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from time import process_time
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, text

from services.chassis.actor import Role
from services.chassis.errors import FORBIDDEN, NOT_FOUND
from services.chassis.ids import uuid7, uuid_for
from services.chassis.jobs import start_daily, work_once
from services.chassis.segments import members_of
from services.chassis.startup import jobs_of
from services.orders import contracts as orders
from services.partners import contracts
from services.partners.models import Partner, TimelineEntry
from services.partners.segment_fields import FIELDS
from services.partners.segments import PARTNERS
from tests.services.cast import ADMIN, a_person
from tests.services.company import Company
from tests.services.every_criterion import every_criterion
from tests.services.news import NEWS

MARKETER = a_person("Маркетологиня Вигадана", Role.MARKETER)
TODAY = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ADDRESS = {"kind": "address", "value": "79000, м. Львів, вул. Вигадана, 1"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of 10 March 2026."""
    monkeypatch.setattr("services.chassis.runtime.utc_now", lambda: TODAY)


@pytest.fixture
def clients(company: Company) -> dict[str, str]:
    made = {
        "Калина": company.a_partner("Калина", roles=["client", "supplier"], details=[ADDRESS]),
        "Дзвін": company.a_partner("Дзвін", by=company.daryna, roles=["client"]),
        "Суперник": company.a_partner("Суперник", kind="sole_trader", roles=["competitor"]),
    }
    return {name: one["id"] for name, one in made.items()}


def says(field: str, comparison: str = "equals", value: Any = None, **more: Any) -> dict[str, Any]:
    said = {"field": field, "comparison": comparison, **more}
    return said if value is None else {**said, "value": value}


def a_segment(company: Company, name: str = "Сегмент", **more: Any) -> dict[str, Any]:
    way = "by_indicators" if "rule" in more else "by_hand"
    return company.bench.do(contracts.ADD_PARTNER_SEGMENT, {"name": name, "way": way, **more}, by=MARKETER)


def names(company: Company, segment: dict[str, Any], by: Any = MARKETER, **more: Any) -> list[str]:
    asked = {"segment_id": segment["id"], "member": True, **more}
    rows = company.bench.listed(contracts.LIST_PARTNER_SEGMENT_MEMBERS, by=by, **asked)
    return sorted(row["name"] for row in rows)


def pin(company: Company, segment: dict[str, Any], **said: Any) -> None:
    company.bench.do(contracts.PIN_PARTNER_SEGMENT_MEMBERS, {"segment_id": segment["id"], **said}, by=MARKETER)


def bought(company: Company, client: str, day: str, total: str = "100.00", **more: Any) -> None:
    """At noon in Kyiv."""
    view = orders.GoodsShipped.model_validate(
        {
            **NEWS[orders.GOODS_SHIPPED.address][1].model_dump(),
            "id": uuid_for("shipment", client, day, total),
            "partner_id": client,
            "total": total,
            **more,
        }
    )
    company.bench.hear(orders.GOODS_SHIPPED, view, at=datetime.fromisoformat(f"{day}T12:00:00+02:00"))


def test_partners_are_chosen_by_their_cards(company: Company, clients: dict[str, str]) -> None:
    region = company.bench.do(contracts.ADD_REGION, {"name": "Захід"}, by=ADMIN)["id"]
    changed = {"id": clients["Дзвін"], "region_id": region}
    company.bench.do(contracts.CHANGE_PARTNER, changed, by=company.daryna)
    chosen = {
        "клієнти": says("roles", "contains", "client"),
        "постачальники": says("roles", "contains", "supplier"),
        "не клієнти": {"none_of": [says("roles", "contains", "client")]},
        "Тарасові": says("manager_id", value=company.taras_id),
        "західні": says("region_id", "one_of", values=[region]),
        "без регіону": says("region_id", "empty"),
        "львівські": says("address", "contains", "Львів"),
        "ФОП": says("kind", value="sole_trader"),
        "за назвою": says("name", "contains", "дзв"),
        "нові": says("registered", "at_least", days_ago=0),
        "старі": says("registered", "less", days_ago=0),
    }
    found = {name: names(company, a_segment(company, name, rule=rule)) for name, rule in chosen.items()}
    assert found == {
        "клієнти": ["Дзвін", "Калина"],
        "постачальники": ["Калина"],
        "не клієнти": ["Суперник"],
        "Тарасові": ["Калина", "Суперник"],
        "західні": ["Дзвін"],
        "без регіону": ["Калина", "Суперник"],
        "львівські": ["Калина"],
        "ФОП": ["Суперник"],
        "за назвою": ["Дзвін"],
        "нові": ["Дзвін", "Калина", "Суперник"],
        "старі": [],
    }


def test_every_field_is_asked_in_every_comparison(company: Company, clients: dict[str, str]) -> None:
    """One and its opposite: who is in neither, or in both, the database compared with nothing."""
    region = company.bench.do(contracts.ADD_REGION, {"name": "Захід"}, by=ADMIN)["id"]
    changed = {"id": clients["Дзвін"], "region_id": region}
    company.bench.do(contracts.CHANGE_PARTNER, changed, by=company.daryna)
    bought(company, clients["Калина"], "2026-02-28", "10.50")
    ids = {"organization_id": company.ours, "region_id": region, "source_id": str(uuid7())}
    ids |= {"manager_id": company.taras_id, "representative_id": company.daryna_id}
    for place, leaf in enumerate(every_criterion(FIELDS, **ids)):
        yes, no = (a_segment(company, f"{place} {name}", rule={name: [leaf]}) for name in ("all_of", "none_of"))
        assert sorted([*names(company, yes), *names(company, no)]) == sorted(clients), leaf


def test_partners_are_chosen_by_what_they_buy(company: Company, clients: dict[str, str]) -> None:
    kalyna, dzvin = clients["Калина"], clients["Дзвін"]
    bought(company, kalyna, "2025-11-01", "1000.00")
    bought(company, kalyna, "2026-03-09", "500.00")
    bought(company, kalyna, "2026-03-08", "9999.00", currency="EUR")
    bought(company, dzvin, "2025-12-09", "70.00")
    back = orders.GoodsReturned.model_validate(
        {**NEWS[orders.GOODS_RETURNED.address][1].model_dump(), "partner_id": kalyna, "total": "200.00"}
    )
    company.bench.hear(orders.GOODS_RETURNED, back)
    chosen = {
        "продажі": says("turnover", "equals", "1300"),
        "без продажів": says("turnover", "equals", "0"),
        "пасивні 90 днів": says("last_sale", "less", days_ago=90),
        "рівно 91": says("last_sale", "equals", "2025-12-09"),
        "не пізніше 91": says("last_sale", "at_most", days_ago=91),
        "після 91": says("last_sale", "more", days_ago=91),
        "перша торік": says("first_sale", "less", "2026-01-01"),
        "ніколи": says("last_sale", "empty"),
        "інакше, ніж 9 березня": says("last_sale", "differs", "2026-03-09"),
    }
    found = {name: names(company, a_segment(company, name, rule=rule)) for name, rule in chosen.items()}
    assert found == {
        "продажі": ["Калина"],
        "без продажів": ["Суперник"],
        "пасивні 90 днів": ["Дзвін"],
        "рівно 91": ["Дзвін"],
        "не пізніше 91": ["Дзвін"],
        "після 91": ["Калина"],
        "перша торік": ["Дзвін", "Калина"],
        "ніколи": ["Суперник"],
        "інакше, ніж 9 березня": ["Дзвін", "Суперник"],
    }


def test_orders_are_counted_but_cancelled_ones(company: Company, clients: dict[str, str]) -> None:
    for place, status in enumerate(["to_fulfil", "closed", "cancelled"]):
        told = NEWS[orders.ORDER_CHANGED.address][1].model_dump()
        number = {"id": uuid_for("order", str(place)), "partner_id": clients["Калина"], "status": status}
        company.bench.hear(orders.ORDER_CHANGED, orders.OrderRow.model_validate({**told, **number}))
    assert names(company, a_segment(company, "Двічі", rule=says("orders", value=2))) == ["Калина"]
    assert names(company, a_segment(company, "Ніколи", rule=says("orders", "less", 1))) == ["Дзвін", "Суперник"]


def test_a_merged_card_is_no_member_and_its_heir_has_its_sales_and_hands(company: Company) -> None:
    card = company.a_partner("Калина")
    heir = company.a_partner("Калинонька", accept_duplicates=True)
    bought(company, card["id"], "2026-03-01", "100.00")
    bought(company, heir["id"], "2026-03-02", "50.00")
    by_hand, out = a_segment(company, "Ручний"), a_segment(company, "Усі", rule=says("archived", value=False))
    pin(company, by_hand, put_in=[card["id"]])
    pin(company, out, take_out=[card["id"]])
    company.bench.do(contracts.MERGE_PARTNER, {"id": card["id"], "into_id": heir["id"]}, by=company.head)
    assert names(company, by_hand) == ["Калинонька"]
    assert names(company, out) == []
    assert names(company, a_segment(company, "Разом", rule=says("turnover", value="150"))) == ["Калинонька"]
    refusal = company.bench.refuses(
        contracts.PIN_PARTNER_SEGMENT_MEMBERS, {"segment_id": by_hand["id"], "put_in": [card["id"]]}, by=MARKETER
    )
    assert [(one.pointer, one.code) for one in refusal.fields] == [("/put_in/0", "unknown_reference")]


def test_people_see_in_a_segment_their_own_clients_alone(company: Company, clients: dict[str, str]) -> None:
    segment = a_segment(company, rule=says("roles", "contains", "client"), answer="snapshot")
    company.bench.do(contracts.REFRESH_PARTNER_SEGMENT, {"id": segment["id"]}, by=MARKETER)
    assert names(company, segment, by=company.taras) == ["Калина"]
    assert names(company, segment, by=company.daryna) == ["Дзвін"]
    assert names(company, segment, by=company.head) == ["Дзвін", "Калина"]
    asked = {"segment_id": segment["id"]}
    moved = company.bench.listed(contracts.LIST_PARTNER_SEGMENT_CHANGES, by=company.taras, **asked)
    assert [(row["name"], row["move"], row["reason"]) for row in moved] == [("Калина", "came", "rule")]
    outside = a_person("Калина: вхід", Role.CLIENT, partner_id=UUID(clients["Калина"]))
    assert company.bench.refuses(contracts.LIST_PARTNER_SEGMENT_MEMBERS, asked, by=outside).code is FORBIDDEN
    assert company.bench.refuses(contracts.ADD_PARTNER_SEGMENT, {"name": "Мій"}, by=company.taras).code is FORBIDDEN


def test_a_snapshot_of_partners_is_refreshed_every_day_and_tells_who_left(
    company: Company, clients: dict[str, str]
) -> None:
    segment = a_segment(company, rule=says("roles", "contains", "client"), answer="snapshot")
    assert start_daily(company.bench.runtime, jobs_of("partners"))
    while work_once(company.bench.runtime, jobs_of("partners")):
        pass
    assert names(company, segment) == ["Дзвін", "Калина"]
    pin(company, segment, put_in=[clients["Суперник"]], take_out=[clients["Дзвін"]])
    changed = {"id": segment["id"], "rule": says("kind", value="company")}
    company.bench.do(contracts.CHANGE_PARTNER_SEGMENT, changed, by=MARKETER)
    company.bench.do(contracts.REFRESH_PARTNER_SEGMENT, {"id": segment["id"]}, by=MARKETER)
    assert names(company, segment) == ["Калина", "Суперник"]


def test_what_is_wrong_with_a_segment_of_partners_is_named_at_once(company: Company) -> None:
    rule = {
        "all_of": [says("region_id", value=str(uuid7())), says("turnover", "less", "1.234"), says("margin", "empty")]
    }
    body = {"name": "Хибний", "way": "by_indicators", "rule": rule}
    refusal = company.bench.refuses(contracts.ADD_PARTNER_SEGMENT, body, by=MARKETER)
    assert [(one.pointer, one.code) for one in refusal.fields] == [
        ("/rule/all_of/1/value", "criterion_value"),
        ("/rule/all_of/2/field", "criterion_field"),
        ("/rule/all_of/0/value", "unknown_reference"),
    ]
    refusal = company.bench.refuses(contracts.ADD_PARTNER_SEGMENT, {"name": "Х", "way": "by_formula"}, by=MARKETER)
    assert [one.pointer for one in refusal.fields] == ["/way"]


def test_a_client_s_card_tells_the_segments_it_is_in(company: Company, clients: dict[str, str]) -> None:
    kalyna = clients["Калина"]
    live = a_segment(company, "Клієнти", rule=says("roles", "contains", "client"))
    kept = a_segment(company, "Знімок", rule=says("roles", "contains", "client"), answer="snapshot")
    pin(company, a_segment(company, "Ручний"), put_in=[kalyna])
    pin(company, a_segment(company, "Без Калини", rule=says("archived", value=False)), take_out=[kalyna])

    def shown(by: Any = MARKETER) -> list[str]:
        found = company.bench.do(contracts.GET_SEGMENTS_OF_PARTNER, {"id": kalyna}, by=by)["segments"]
        return [one["name"] for one in found]

    assert shown() == ["Клієнти", "Ручний"]
    company.bench.do(contracts.REFRESH_PARTNER_SEGMENT, {"id": kept["id"]}, by=MARKETER)
    assert shown(company.taras) == ["Знімок", "Клієнти", "Ручний"]
    pin(company, live, take_out=[kalyna])
    assert shown() == ["Знімок", "Ручний"]
    refusal = company.bench.refuses(contracts.GET_SEGMENTS_OF_PARTNER, {"id": kalyna}, by=company.daryna)
    assert refusal.code is NOT_FOUND
    heir = company.a_partner("Калинонька", roles=["client"])["id"]
    company.bench.do(contracts.MERGE_PARTNER, {"id": kalyna, "into_id": heir}, by=company.head)
    assert shown() == ["Ручний"]


def test_what_thousands_of_clients_buy_is_asked_in_one_go(company: Company) -> None:
    """By the processor's own time of this process; measured: a tenth of a second for 2,000 clients, where a scan of all
    documents for each took minutes."""
    count = 2000
    times = {"version": 1, "created_at": TODAY, "updated_at": TODAY}
    same = {"organization_id": UUID(company.ours), "kind": "company", "roles": ["client"], **times}
    ids = [uuid_for("many clients", str(place)) for place in range(count)]
    named = [{"id": one, "name": f"Клієнт {place}", "sort_key": "", "search_key": ""} for place, one in enumerate(ids)]
    told = {"kind": "shipment", "amount": Decimal(100), "currency": "UAH", "epoch": 0, "version": 1}
    documents = [
        {
            **told,
            "id": uuid_for("entry", str(place)),
            "document_id": uuid_for("document", str(place)),
            "partner_id": ids[place % count],
            "happened_at": TODAY - timedelta(days=place % count % 200),
        }
        for place in range(10 * count)
    ]
    with company.bench.database.write() as session:
        session.execute(insert(Partner), [{**same, **one} for one in named])
        session.execute(insert(TimelineEntry), documents)
        # PostgreSQL does so by itself within a minute; until then it may plan as for the few rows it saw there last
        session.execute(text("ANALYZE"))
    rule = {"all_of": [says("last_sale", "less", days_ago=90), says("turnover", "at_least", "1000")]}
    segment = UUID(a_segment(company, rule=rule)["id"])
    with company.bench.database.read() as session:
        reader = company.bench.runtime.reader(session, MARKETER)
        begun = process_time()
        found = members_of(reader, PARTNERS, [segment])[segment]
        assert process_time() - begun < 5
    assert len(found) == count * 109 // 200
