"""What belongs to a colleague's client is not there: not by its id, not in any list, report, timeline, audit or job."""

from typing import Any

import pytest

from services.chassis.actor import Role
from services.chassis.settings import SERVICES
from services.orders.contracts import SalesBy
from tests.flows.rights.records import LISTS, OF_A_CLIENT, Known, do_business
from tests.flows.rights.records.orders import order_of
from tests.flows.rights.requests import OPERATIONS, REQUESTS, Asked, asked, places
from tests.flows.rights.scene import Office, unheard
from tests.house import Api

pytestmark = pytest.mark.flow

SPEAKING = sorted(name for name in OPERATIONS if places(name) & OF_A_CLIENT)
FILTERED = sorted(name for name in SPEAKING if OPERATIONS[name].listing and "{" not in OPERATIONS[name].path)
"""Lists that take a client's id as a filter: they find nothing."""
TAKING = sorted(set(SPEAKING) - set(FILTERED))


def values(office: Office, business: Known, **more: str) -> dict[str, str]:
    staff = {"staff": office.staff["bohdan"], "other_staff": office.staff["bohdan"]}
    return {**office.shared, **business, **staff, "tag": "чуже", "code": "ALIEN", **more}


def send(api: Api, request: Asked) -> Any:
    return api.send(request.method, request.path, request.body)


def mixed(office: Office) -> dict[str, Asked]:
    """One's own client, and one thing of another's beside it."""
    foreign = office.alinas
    own = values(office, office.bohdans)
    lines = [{"line_id": foreign.line, "quantity": "1"}]
    return {
        "an order from another's deal": asked("create_order", own, deal_id=foreign.deal),
        "a proposal from another's deal": asked("make_proposal", own, deal_id=foreign.deal),
        "a proposal for another's client": asked("make_proposal", {**own, "partner": foreign.partner}),
        "an order for another's client": asked("create_order", {**own, "partner": foreign.partner}),
        "a claim about another's order": asked("register_claim", own, order_id=foreign.order),
        "a claim about another's order as one's own": asked(
            "register_claim", {**own, "partner": office.bohdans.partner}, order_id=foreign.order
        ),
        "a claim about one's own order as another's": asked(
            "register_claim", {**own, "partner": foreign.partner}, order_id=office.bohdans.order
        ),
        "a deal with another's client": asked("register_deal", {**own, "partner": foreign.partner}),
        "a task about another's client": asked("give_task", {**own, "partner": foreign.partner}),
        "a talk with another's client": asked("register_interaction", {**own, "partner": foreign.partner}),
        "a note on another's client": asked("add_note", {**own, "partner": foreign.partner}),
        "a reminder of another's client": asked("add_reminder", {**own, "partner": foreign.partner}),
        "a tie with another's client": asked(
            "add_relationship", own, other_partner_id=foreign.partner, organization_id=None
        ),
        "shipments of one's own order and another's": asked(
            "ship_orders", own, order_ids=[office.bohdans.order, foreign.order]
        ),
        "a shipment of another's order": asked("ship_goods", {**own, "order": foreign.order}, lines=lines),
    }


def test_every_operation_that_names_a_record_of_a_client_is_tried() -> None:
    assert set(FILTERED) == {
        "list_bonus_entries",
        "list_cards",
        "list_claims",
        "list_contact_persons",
        "list_contracts",
        "list_deals",
        "list_event_guests",
        "list_event_providers",
        "list_interactions",
        "list_notes",
        "list_orders",
        "list_packaging",
        "list_packaging_returns",
        "list_payments",
        "list_plan_tasks",
        "list_proposals",
        "list_refunds",
        "list_reminders",
        "list_returns",
        "list_shipments",
        "list_shipping_desk",
        "list_tasks",
    }
    assert len(TAKING) > 25, TAKING


@pytest.mark.parametrize("name", TAKING)
def test_anothers_id_is_answered_404(office: Office, name: str) -> None:
    """Or 403 where the role may not ask that at all."""
    for who, api, role in (("manager", office.bohdan, Role.MANAGER), ("client", office.outsider, Role.CLIENT)):
        answer = send(api, asked(name, values(office, office.alinas)))
        expected = 404 if role in OPERATIONS[name].roles else 403
        assert answer.status == expected, f"{who}: {answer.raw.decode()}"
        shown = [
            id_ for id_ in office.alinas.values() if id_ in answer.raw.decode() and id_ not in answer.body["instance"]
        ]
        assert not shown, f"{who}: the refusal tells of {shown}"


def test_anothers_id_beside_ones_own_is_answered_404(office: Office) -> None:
    wrong = []
    for what, request in mixed(office).items():
        for who, api, role in (("manager", office.bohdan, Role.MANAGER), ("client", office.outsider, Role.CLIENT)):
            answer = send(api, request)
            if answer.status != (404 if role in request.operation.roles else 403):
                wrong.append(f"{what}, {who}: {answer.status} {answer.raw.decode()}")
    assert not wrong, "\n".join(wrong)


def test_a_strangers_refusal_is_that_of_a_record_that_never_was(office: Office) -> None:
    """Nothing in it may tell another's client from none."""
    never = Known({**dict.fromkeys(office.alinas, office.shared.item), "name": ""})
    for name in TAKING:
        there = send(office.bohdan, asked(name, values(office, office.alinas)))
        nowhere = send(office.bohdan, asked(name, values(office, never)))
        same = ("status", "code", "detail", "title")
        assert [there.body.get(part) for part in same] == [nowhere.body.get(part) for part in same], name


def everything_listed(office: Office) -> list[Asked]:
    """Every list and report there is, in every way it groups, and the audit of every service."""
    own = values(office, office.bohdans)
    plain = {name: path.partition("&partner_id")[0].partition("&order_id")[0] for name, (path, _) in REQUESTS.items()}
    nouns = {"partner", "proposal", "order"}
    lists = [name for name, one in OPERATIONS.items() if one.listing and not places(name) - nouns]
    listed = [Asked(OPERATIONS[name], plain[name].format(**own), None) for name in lists]
    listed += [asked("list_audit", {**own, "service": service}) for service in SERVICES]
    report = "/reports/sales?date_from=2020-01-01&date_to=2040-12-31&by="
    by_object = f"/partners/{own['partner']}/balance?by=object"
    listed += [asked(name, own) for name in ("report_debts", "report_offer_fulfilment")]
    listed += [Asked(OPERATIONS["get_balance"], by_object, None)]
    return listed + [Asked(OPERATIONS["report_sales"], report + by, None) for by in SalesBy]


def traces(raw: bytes, business: Known) -> list[str]:
    """What of this client stands in an answer: any id of its records, or its name."""
    text = raw.decode()
    return [noun for noun, value in business.items() if value in text]


def test_no_list_report_timeline_or_audit_shows_anothers_row(office: Office) -> None:
    wrong = []
    for request in everything_listed(office):
        for who, api in (("manager", office.bohdan), ("client", office.outsider)):
            answer = send(api, request)
            assert answer.status in (200, 403), f"{request.path}: {answer.raw.decode()}"
            found = traces(answer.raw, office.alinas)
            wrong += [f"{who} {request.path}: {found}"] if found else []
    assert not wrong, "\n".join(wrong)


def test_ones_own_rows_stand_in_all_these_lists(office: Office) -> None:
    """The test above would pass on empty lists too."""
    seen = b"".join(send(office.bohdan, request).raw for request in everything_listed(office))
    # a line is seen within its document, not in a list
    assert set(traces(seen, office.bohdans)) >= {*OF_A_CLIENT} - {"line", "proposal_line"}


@pytest.mark.parametrize("name", FILTERED)
def test_filtering_by_anothers_id_finds_nothing(office: Office, name: str) -> None:
    for api in (office.bohdan, office.outsider):
        answer = send(api, asked(name, values(office, office.alinas)))
        assert answer.status == 403 or answer.body["items"] == []
    filters = "&".join(f"subject_id={id_}" for id_ in [office.alinas.order])
    assert office.bohdan.get(f"/audit?service=orders&{filters}")["items"] == []


def test_a_report_sums_up_only_ones_own_clients(office: Office) -> None:
    path = "/reports/sales?date_from=2020-01-01&date_to=2040-12-31&by=client"
    assert {row["key"] for row in office.bohdan.get(path)["rows"]} == {office.bohdans.partner}
    assert {office.alinas.partner, office.bohdans.partner} <= {row["key"] for row in office.head.get(path)["rows"]}


def test_a_client_sees_its_own_company_and_its_documents(office: Office) -> None:
    client = office.outsider
    assert [row["id"] for row in client.get("/partners")["items"]] == [office.bohdans.partner]
    for noun in ("proposal", "order", "shipment", "payment", "claim"):
        assert office.bohdans[noun].encode() in client.send("GET", LISTS[noun]).raw, noun
    assert client.get(f"/partners/{office.bohdans.partner}/balance")["rows"]


def test_a_clients_timeline_leaves_out_our_deals_tasks_talks_and_drafts(office: Office) -> None:
    path = f"/partners/{office.bohdans.partner}/timeline?limit=200"
    kinds = {row["kind"] for row in office.outsider.get(path)["items"]}
    back = {"return", "packaging_return", "refund"}
    assert kinds == {"partner", "proposal_sent", "order", "shipment", "payment", "claim"} | back
    ours = {"deal", "task", "interaction", "proposal"}
    assert {row["kind"] for row in office.bohdan.get(path)["items"]} == kinds | ours


def test_a_client_orders_at_our_prices_of_today(office: Office) -> None:
    own = values(office, office.bohdans)
    wishes: list[tuple[str, dict[str, Any]]] = [
        ("/lines/0/manual_price", {"lines": [{"item_id": "{item}", "quantity": "1", "manual_price": "0.01"}]}),
        ("/price_type_id", {"price_type_id": office.shared.price_type}),
        ("/ordered_on", {"ordered_on": "2026-01-01"}),
    ]
    for pointer, wish in wishes:
        answer = send(office.outsider, asked("create_order", own, **wish))
        assert (answer.status, answer.body["code"]) == (403, "said_by_our_staff"), pointer
        assert [field["pointer"] for field in answer.body["errors"]] == [pointer]


def test_a_task_for_a_role_is_seen_by_those_of_the_role_whose_client_it_is(office: Office) -> None:
    body = {"title": "Звірити борг", "for_role": "manager"}
    about = office.head.post("/tasks", {**body, "partner_id": office.alinas.partner})["id"]
    general = office.head.post("/tasks", body)["id"]
    assert office.alina.get(f"/tasks/{about}")["id"] == about
    assert office.bohdan.send("GET", f"/tasks/{about}").status == 404
    assert office.bohdan.send("POST", f"/tasks/{about}/complete", {}).status == 404
    listed = office.bohdan.send("GET", "/tasks?for_role=manager&limit=200").raw.decode()
    assert general in listed
    assert about not in listed


def test_a_superior_sees_the_teams_clients_and_nobody_elses(office: Office) -> None:
    assert unheard(office.elder, office.alinas) == []
    assert office.elder.get(f"/tasks/{office.alinas.task}")["id"] == office.alinas.task
    for name in TAKING:
        if Role.MANAGER in OPERATIONS[name].roles:
            assert send(office.elder, asked(name, values(office, office.bohdans))).status == 404, name


def test_a_job_is_shown_to_who_asked_for_it(office: Office) -> None:
    path = f"/staff/{office.staff['elder']}/hand-over"
    job = office.head.post(path, {"to_staff_id": office.staff["head"]})["id"]
    assert office.head.get(f"/jobs/{job}")["id"] == job
    for api in (office.alina, office.bohdan, office.outsider):
        assert api.send("GET", f"/jobs/{job}").status == 404
        assert api.send("POST", f"/jobs/{job}/cancel", {}).status == 404


def test_a_second_client_of_the_same_manager_is_not_the_first_clients_business(office: Office) -> None:
    """The client from outside sees one company of the manager's two."""
    other = do_business(office.admin, office.bohdan, office.shared, "ТОВ «Чорнобривець»")
    for noun, path in LISTS.items():
        assert other[noun].encode() not in office.outsider.send("GET", path).raw, noun
    answer = office.outsider.send("POST", "/orders", {**_parties(office, other), **order_of(office.shared)})
    assert answer.status == 404


def _parties(office: Office, business: Known) -> dict[str, str]:
    return {"organization_id": office.shared.organization, "partner_id": business.partner}
