"""A sales office of two teams, and what each has with its clients.

Head of sales (sees everybody's clients)
Elder (a manager) ── Alina (a manager, her own client)
Bohdan (a manager, his own client; nobody's subordinate)
A user of Bohdan's client, from outside
"""

from dataclasses import dataclass
from uuid import uuid4

from tests.flows.rights.records import LISTS, Known, do_business, found
from tests.flows.rights.waiting import wait_until
from tests.house import Api, House


@dataclass(frozen=True)
class Office:
    house: House
    admin: Api
    head: Api
    elder: Api
    alina: Api
    bohdan: Api
    outsider: Api
    staff: dict[str, str]
    shared: Known
    alinas: Known
    bohdans: Known


def open_office(house: House) -> Office:
    admin = house.api()
    shared = found(admin)
    staff = hire(admin, shared.organization)
    tag = uuid4().hex[:6]
    people = {
        name: house.add_user(f"{name}-{tag}", ("manager",), staff_id=staff[name])
        for name in ("elder", "alina", "bohdan")
    }
    head = house.add_user(f"head-{tag}", ("head_of_sales",), staff_id=staff["head"])
    alinas = do_business(admin, people["alina"], shared, f"ТОВ «Калина {tag}»")
    bohdans = do_business(admin, people["bohdan"], shared, f"ТОВ «Барвінок {tag}»")
    outsider = house.add_user(f"outsider-{tag}", ("client",), partner_id=bohdans.partner)
    office = Office(
        house, admin, head, **people, outsider=outsider, staff=staff, shared=shared, alinas=alinas, bohdans=bohdans
    )
    wait_until(lambda: everything_is_told(office), "all services to know both clients' documents")
    return office


def hire(admin: Api, organization: str) -> dict[str, str]:
    def card(name: str, superior: str | None = None) -> str:
        body = {"organization_id": organization, "full_name": name, "superior_id": superior}
        return str(admin.post("/staff", body)["id"])

    head = card("Головко Ганна")
    elder = card("Старенко Степан", head)
    return {
        "head": head,
        "elder": elder,
        "alina": card("Алиненко Аліна", elder),
        "bohdan": card("Богданів Богдан", head),
    }


def everything_is_told(office: Office) -> bool:
    """Rights in each service, and the timeline, have heard of both clients."""
    return all(not unheard(manager, business) for manager, business in pairs(office))


def pairs(office: Office) -> list[tuple[Api, Known]]:
    return [(office.alina, office.alinas), (office.bohdan, office.bohdans)]


TIMELINE = {"deal", "proposal", "order", "shipment", "return", "payment", "refund", "claim", "task", "interaction"}


def unheard(api: Api, business: Known) -> list[str]:
    """Lists of this person in which the client's documents do not stand."""
    missing = [noun for noun, path in LISTS.items() if business[noun].encode() not in api.send("GET", path).raw]
    seen = api.send("GET", f"/partners/{business.partner}/timeline?limit=200").raw
    missing += [f"timeline: {noun}" for noun in TIMELINE if business[noun].encode() not in seen]
    if api.send("GET", f"/partners/{business.partner}/balance").status != 200:
        missing.append("balance")
    return missing
