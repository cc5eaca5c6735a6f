"""The first chapters: what we sell, the trade fair, the client who came to our stand."""

from decimal import Decimal

from stdnum.ua import edrpou

from deploy.demo.company import price
from deploy.demo.figures import FAIR_BUDGET, FAIR_COSTS, FAIR_LEFT, ITEMS, WHOLESALE_PRICES
from deploy.demo.results import measured
from deploy.demo.sale import Sale, demand, demand_refused, money, show

KIND = "Гуртовий продаж"


def catalogue(sale: Sale) -> None:
    """What we sell, at which wholesale price, and how."""
    wholesale = {"code": "WHOLESALE", "name": "Гуртова"}
    sale.wholesale = sale.boss.ensure("/price-types", wholesale, by="code")["id"]
    for item in ITEMS:
        sale.televisions[item["sku"]] = sale.boss.ensure("/items", item, by="sku", sku=item["sku"])["id"]
    price(sale.boss, sale.wholesale, {sale.televisions[sku]: value for sku, value in WHOLESALE_PRICES.items()})
    for item in ITEMS:
        show(item["sku"], f"{item['name']}: {money(WHOLESALE_PRICES[item['sku']])}, VAT within")
    known = next((one for one in sale.boss.all("/deal-kinds") if one["name"] == KIND), None)
    kind = known or sale.boss.post("/deal-kinds/built-in", {"name": KIND})
    sale.kind = kind["id"]
    show("deals go through", " → ".join(stage["name"] for stage in kind["stages"]))
    sale.before = measured(sale)


def fair(sale: Sale) -> None:
    """A trade fair: planned, begun."""
    event = {
        "organization_id": sale.company.organization,
        "kind": "exhibition",
        "name": f"Виставка «Електро-{sale.today.year}», продаж {sale.run}",
        "planned_from": sale.day(-3),
        "planned_to": sale.day(-2),
        "channel_id": sale.company.channel,
        "place": "Львів, павільйон 2",
        "budget": FAIR_BUDGET,
        "responsible_id": sale.company.staff["second"],
    }
    sale.fair = sale.boss.post("/marketing-events", event)
    show(sale.fair["status"], f"{sale.fair['name']}, budget {money(FAIR_BUDGET)}")
    here = f"/marketing-events/{sale.fair['id']}"
    for item, (planned, _) in FAIR_COSTS.items():
        cost = sale.boss.post(f"{here}/costs", {"item": item, "planned": planned})
        sale.fair_costs[item] = cost["id"]
        show("to spend", f"{item}: {money(cost['planned'])}")
    sale.fair = sale.boss.post(f"{here}/start", {"on": sale.day(-3)})
    show("the fair", sale.fair["status"])


def client(sale: Sale) -> None:
    """A client found at the fair: refused at first, registered once everything is there."""
    body = {
        "organization_id": sale.company.organization,
        "kind": "company",
        "name": sale.client_name,
        "manager_id": sale.company.staff["manager"],
        "primary_interest": {"kind": "marketing_event", "id": sale.fair["id"], "note": "Підійшли до стенда"},
    }
    demand_refused("requisites_missing", lambda: sale.manager.post("/partners", body))
    code = code_of(sale.run)
    person = {"full_name": "Зоряна Вигадана", "position": "Керівниця закупівель"}
    requisites = {
        "legal_entities": [{"name": sale.client_name, "edrpou": code}],
        "contact_persons": [person],
        "details": [{"kind": "phone", "value": f"+38067{sale.run:07d}"}],
    }
    sale.client = sale.manager.post("/partners", {**body, **requisites})
    show("registered", f"{sale.client['name']}, EDRPOU {code}, brought by: {sale.client['primary_interest']['kind']}")
    talk = {
        "kind": "meeting",
        "partner_id": sale.client["id"],
        "contact_person_ids": [sale.contact_person],
        "subject_type": "marketing_event",
        "subject_id": sale.fair["id"],
        "topic": "Знайомство біля стенда",
        "done_at": f"{sale.day(-2)}T12:00:00Z",
        "result": "Потрібні телевізори для номерів готелю, 50 штук",
    }
    talked = sale.manager.post("/interactions", talk)
    show(f"{talked['kind']}, {talked['status']}", f"{talked['topic']}: {talked['result']}")
    _end_of_fair(sale)


def _end_of_fair(sale: Sale) -> None:
    """The client is among the guests who came; the fair is over and paid for."""
    here = f"/marketing-events/{sale.fair['id']}"
    guest = {"partner_id": sale.client["id"], "contact_person_id": sale.contact_person}
    sale.manager.post(f"{here}/guests", {"guests": [guest]})
    listed = sale.manager.get("/event-guests", event_id=sale.fair["id"])["items"]
    sale.manager.post(f"{here}/guests/mark", {"guests": [one["id"] for one in listed], "status": "attended"})
    sale.fair = sale.boss.post(f"{here}/hold", {"on": sale.day(-2)})
    show("the fair", sale.fair["status"])
    for item, (_, actual) in FAIR_COSTS.items():
        spent = {"actual": actual, "spent_on": sale.day(-2)}
        sale.boss.patch(f"/event-costs/{sale.fair_costs[item]}", spent)
        show("spent", f"{item}: {money(actual)}")
    sale.fair = sale.boss.get(here)
    demand("left of the budget", Decimal(sale.fair["budget_left"]), FAIR_LEFT)
    demand("guests who came", sale.fair["guests"]["attended"], 1)


def code_of(run: int) -> str:
    """An EDRPOU of its own for each run, with its check digit."""
    first = f"{4_420_000 + run:07d}"
    return first + str(edrpou.calc_check_digit(first))
