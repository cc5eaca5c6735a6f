"""Clients change hands: at once, in every service. And who leaves, leaves."""

import time
from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.flows.rights.records import LISTS, Known, do_business
from tests.flows.rights.scene import Office, unheard
from tests.flows.rights.waiting import wait_until
from tests.house import Api

pytestmark = pytest.mark.flow

AT_ONCE_SECONDS = 10.0
"""Some tenths of a second of events, and up to half a second of a worker's pause: the rest is for a busy machine."""


def new_manager(office: Office) -> tuple[str, Api]:
    body = {"organization_id": office.shared.organization, "full_name": "Переданець Петро"}
    staff = office.admin.post("/staff", body)["id"]
    return staff, office.house.add_user(f"manager-{uuid4().hex[:6]}", ("manager",), staff_id=staff)


def still_seen(api: Api, business: Known) -> list[str]:
    """Lists in which the client's documents still stand, and addresses that still answer."""
    seen = [noun for noun, path in LISTS.items() if business[noun].encode() in api.send("GET", path).raw]
    addresses = ("partners/{partner}", "deals/{deal}", "orders/{order}", "shipments/{shipment}", "payments/{payment}")
    addresses += ("claims/{claim}", "partners/{partner}/timeline", "partners/{partner}/balance")
    seen += [one for one in addresses if api.send("GET", "/" + one.format(**business)).status != 404]
    for service in ("partners", "deals", "orders", "marketing"):
        raw = api.send("GET", f"/audit?service={service}&limit=200").raw.decode()
        seen += [f"audit of {service}: {noun}" for noun, value in business.items() if value in raw and noun != "task"]
    return seen


def audits_without(api: Api, business: Known) -> list[str]:
    services = {
        "partners": business.partner,
        "deals": business.deal,
        "orders": business.order,
        "marketing": business.claim,
    }
    return [
        name
        for name, id_ in services.items()
        if id_ not in api.send("GET", f"/audit?service={name}&limit=200").raw.decode()
    ]


def changed_hands(new: Api, old: Api, business: Known) -> float:
    """Seconds until the new manager sees everything and the old one nothing."""
    started = time.monotonic()
    wait_until(
        lambda: not unheard(new, business) and not still_seen(old, business) and not audits_without(new, business),
        "the client to change hands in every list and audit",
        AT_ONCE_SECONDS * 3,
    )
    return time.monotonic() - started


@pytest.fixture
def handed(office: Office) -> tuple[tuple[str, Api], tuple[str, Api], Known]:
    """Two new managers, and a client of the first."""
    old, new = new_manager(office), new_manager(office)
    business = do_business(office.admin, old[1], office.shared, f"ТОВ «Мальва {uuid4().hex[:6]}»")
    wait_until(lambda: not unheard(old[1], business), "the client to be known everywhere")
    return old, new, business


def test_a_managers_clients_are_handed_over_at_once_in_all_services(
    office: Office,
    handed: tuple[tuple[str, Api], tuple[str, Api], Known],
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    (old_id, old), (new_id, new), business = handed
    started = time.monotonic()
    job = office.head.post(f"/staff/{old_id}/hand-over", {"to_staff_id": new_id})["id"]
    changed_hands(new, old, business)
    seconds = time.monotonic() - started
    record_testsuite_property("hand_over_seconds", round(seconds, 2))
    done = wait_until(lambda: (it := office.head.get(f"/jobs/{job}"))["status"] == "done" and it, "the job's end")
    assert (done["done"], done["total"]) == (1, 1)
    assert seconds < AT_ONCE_SECONDS, f"handing one client over took {seconds:.1f} s"


def test_one_client_given_to_another_manager_changes_hands_at_once(
    office: Office,
    handed: tuple[tuple[str, Api], tuple[str, Api], Known],
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    (_, old), (new_id, new), business = handed
    office.head.post(f"/partners/{business.partner}/assign", {"manager_id": new_id})
    seconds = changed_hands(new, old, business)
    record_testsuite_property("assign_seconds", round(seconds, 2))
    assert seconds < AT_ONCE_SECONDS, f"giving one client to another took {seconds:.1f} s"


def test_a_representative_sees_the_client_and_no_more_after_another_takes_over(office: Office) -> None:
    (first_id, first), (second_id, second) = new_manager(office), new_manager(office)
    path = f"/partners/{office.bohdans.partner}/assign"
    body = {"manager_id": office.staff["bohdan"]}
    for staff_id, now, then in ((first_id, first, second), (second_id, second, first)):
        office.head.post(path, {**body, "representative_id": staff_id})
        wait_until(lambda now=now: not unheard(now, office.bohdans), "the representative to see all")
        wait_until(lambda then=then: not still_seen(then, office.bohdans), "the other one to see nothing")
    office.head.post(path, {**body, "representative_id": None})
    wait_until(lambda: not still_seen(second, office.bohdans), "nobody but the manager to see it")


def test_a_new_superior_sees_the_team_within_seconds_and_the_old_one_no_more(office: Office) -> None:
    (superior_id, superior), (staff_id, manager) = new_manager(office), new_manager(office)
    made = {"organization_id": office.shared.organization, "kind": "company", "name": "ТОВ «Волошка»"}
    partner = manager.post("/partners", made)["id"]
    assert superior.send("GET", f"/partners/{partner}").status == 404
    for chosen, status in ((superior_id, 200), (None, 404)):
        office.admin.post(f"/staff/{staff_id}", {"superior_id": chosen}, method="PATCH")
        wait_until(
            lambda status=status: superior.send("GET", f"/partners/{partner}").status == status, "the new team", 30
        )


def test_who_was_switched_off_gets_no_next_token(office: Office) -> None:
    login, password = f"leaver-{uuid4().hex[:6]}", "correct-horse-leaver-battery"
    body = {"login": login, "name": "Звільнений", "password": password, "roles": ["warehouse"]}
    user = office.admin.post("/users", body)
    anybody = Api(office.house.address)
    pair = anybody.post("/auth/token", {"login": login, "password": password})
    pair = anybody.post("/auth/refresh", {"refresh_token": pair["refresh_token"]})
    office.admin.post(f"/users/{user['id']}", {"active": False}, method="PATCH")
    refused = anybody.send("POST", "/auth/refresh", {"refresh_token": pair["refresh_token"]})
    assert (refused.status, refused.body["code"]) == (401, "session_ended")
    assert anybody.send("POST", "/auth/token", {"login": login, "password": password}).status == 401
    assert Api(anybody.address, pair["access_token"]).send("GET", "/auth/me").status == 401
