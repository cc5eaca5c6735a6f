"""The middle of the story: offer, deal, card, proposal."""

from decimal import Decimal

from deploy.demo.figures import (
    CARD_PERCENT,
    ITEMS,
    LARGER_TELEVISION,
    MANUAL_LIMIT,
    PAYMENT_STAGES,
    PIECES,
    PRICE_WITH_CARD,
    PROPOSED,
    TELEVISION,
    WHOLESALE_PRICES,
)
from deploy.demo.sale import Player, Record, Sale, awaited, demand, demand_refused, money, plain, show


def offer(sale: Sale) -> None:
    """An individual offer built on a standard one, approved."""
    ours = sale.company.organization
    terms = {
        "price_type_id": sale.wholesale,
        "payment_stages": PAYMENT_STAGES,
        "settled_by": "order",
        "manual_limit": MANUAL_LIMIT,
    }
    standard = {"name": "Гуртова типова", "organization_id": ours, "valid_from": sale.new_year, "terms": terms}
    typical = sale.boss.ensure("/offers", standard, by="name", organization_id=ours, kind="standard")
    sale.standard_offer = typical if typical["status"] == "in_force" else _agree(sale.boss, typical)
    own = {
        **sale.parties,
        "name": f"Для «Електросвіт {sale.run}»",
        "standard_id": sale.standard_offer["id"],
        "valid_from": sale.new_year,
        "terms": {"minimum_amount": "10000.00"},
    }
    made = sale.manager.post("/offers", own)
    show(made["number"], made["status"])
    sale.offer = _agree(sale.boss, made)
    stages = ", ".join(
        f"{plain(stage['percent'])} % {stage['kind']}" for stage in sale.offer["terms"]["payment_stages"]
    )
    show(sale.offer["number"], f"{sale.offer['status']}; from the standard one: {stages}")


def _agree(boss: Player, made: Record) -> Record:
    boss.post(f"/offers/{made['id']}/submit")
    agreed: Record = boss.post(f"/offers/{made['id']}/approve")
    return agreed


def deal(sale: Sale) -> None:
    """A deal: stages, what each demands, who takes part, a plan with a late task."""
    body = {
        **sale.parties,
        "name": "Телевізори для готелю «Вигаданий»",
        "kind_id": sale.kind,
        "offer_id": sale.offer["id"],
        "potential_from": "demand",
        "expected_close_on": sale.day(30),
    }
    sale.deal = sale.manager.post("/deals", body)
    show(sale.deal["number"], sale.deal["name"])
    move(sale, "qualification")
    demand_refused("stage_gates", lambda: move(sale, "proposal"))
    here = f"/deals/{sale.deal['id']}"
    line = {"item_id": sale.televisions[TELEVISION], "quantity": str(PIECES), "price": WHOLESALE_PRICES[TELEVISION]}
    sale.deal = sale.manager.post(f"{here}/demand", {"text": "Телевізори до номерів готелю", "lines": [line]})
    show("potential", f"{money(sale.deal['potential'])}, of what the client needs")
    _participants(sale, here)
    _plan(sale, here)
    move(sale, "proposal")


def move(sale: Sale, stage: str) -> None:
    sale.deal = sale.manager.post(f"/deals/{sale.deal['id']}/stage", {"stage": stage})
    show("the deal comes to", stage)


def _participants(sale: Sale, here: str) -> None:
    rival = {"organization_id": sale.company.organization, "kind": "company", "name": "ТОВ «Телеринок Вигаданий»"}
    known = sale.boss.get("/partners", q="Телеринок Вигаданий", organization_id=sale.company.organization)["items"]
    competitor = known[0] if known else sale.boss.post("/partners", {**rival, "roles": ["competitor"]})
    decides = sale.boss.ensure("/participant-roles", {"name": "Ухвалює рішення"}, by="name")["id"]
    person = {"side": "contact_person", "subject_id": sale.contact_person, "role_id": decides, "attitude": "supports"}
    against = {"side": "competitor", "subject_id": competitor["id"], "attitude": "against"}
    ours = {"side": "staff", "subject_id": sale.company.staff["second"]}
    for one in (person, against, ours):
        sale.deal = sale.manager.post(f"{here}/participants", one)
    for one in sale.deal["participants"]:
        show(one["side"], ", ".join(filter(None, (one["name"], one["role"], one["attitude"]))))
    sides = sale.manager.get(f"/participants/{competitor['id']}")["sides"]
    show("the competitor", f"stands in {sides[0]['deals']} of our deals, {sides[0]['won_by_it']} of them it won")


def _plan(sale: Sale, here: str) -> None:
    """Two tasks; the red one should have been done yesterday, and stays so."""
    contract = {"title": "Підготувати шаблон договору", "stage": "proposal", "due_on": sale.day(7)}
    check = {"title": "Провести кваліфікацію клієнта", "stage": "qualification", "due_on": sale.day(-1)}
    done = sale.manager.post(f"{here}/plan-tasks", contract)
    late = sale.manager.post(f"{here}/plan-tasks", check)
    done = sale.manager.post(f"/plan-tasks/{done['id']}/finish", {"result": "Шаблон готовий"})
    show("planned", f"{done['title']}: {done['status']}")
    overdue = sale.manager.get("/plan-tasks", deal_id=sale.deal["id"], overdue="true")["items"]
    demand("late in the plan", ", ".join(task["title"] for task in overdue), late["title"])
    of_late = {"subject_id": late["id"], "overdue": "true"}
    on_desk = awaited("the late task on the desk", lambda: sale.manager.get("/tasks", **of_late)["items"])
    show("on the manager's desk", f"{on_desk[0]['title']}, was due by {late['due_on']}")


def card(sale: Sale) -> None:
    """A loyalty card that takes 2.5 % off."""
    kind = sale.boss.ensure("/card-kinds", {"name": "Постійний покупець", "personal": True}, by="name")["id"]
    gives = {
        "name": "За карткою постійного покупця",
        "percent": CARD_PERCENT,
        "card_kind_id": kind,
        "offer_id": sale.standard_offer["id"],
    }
    sale.boss.ensure("/discounts", gives, by="name", offer_id=sale.standard_offer["id"], withdrawn="false")
    issued = {"code": f"29{sale.run:011d}", "kind_id": kind, "partner_id": sale.client["id"], "valid_from": sale.day()}
    sale.card = sale.manager.post("/loyalty-cards", issued)
    sale.card = sale.manager.post(f"/loyalty-cards/{sale.card['id']}/activate")
    show(sale.card["code"], sale.card["status"])
    asked = {
        **sale.parties,
        "offer_id": sale.offer["id"],
        "card_id": sale.card["id"],
        "on": sale.day(),
        "lines": [{"item_id": sale.televisions[TELEVISION], "quantity": str(PIECES)}],
    }
    line = sale.manager.post("/quotes", asked)["lines"][0]
    for reason in line["reasons"]:
        show("why this price", reason["text"])
    demand("the price with the card", Decimal(line["rule_price"]), PRICE_WITH_CARD)


def proposal(sale: Sale) -> None:
    """A proposal with two televisions, of which the client takes one."""
    skus = (TELEVISION, LARGER_TELEVISION)
    either = [{"item_id": sale.televisions[sku], "quantity": str(PIECES), "alternative": 1} for sku in skus]
    body = {
        **sale.parties,
        "warehouse_id": sale.company.warehouse,
        "deal_id": sale.deal["id"],
        "offer_id": sale.offer["id"],
        "card_id": sale.card["id"],
        "contact_person_id": sale.contact_person,
        "valid_to": sale.day(14),
        "print_terms": "Доставка за наш рахунок",
        "lines": either,
    }
    sale.proposal = sale.manager.post("/proposals", body)
    here = f"/proposals/{sale.proposal['id']}"
    for line in sale.proposal["lines"]:
        show(f"either {line['sku']}", f"{plain(line['quantity'])} {line['unit']} = {money(line['total'])}")
    sale.manager.post(f"{here}/submit")
    sale.boss.post(f"{here}/approve")
    sale.proposal = sale.manager.post(f"{here}/send")
    show(sale.proposal["number"], f"{sale.proposal['status']}, valid to {sale.proposal['valid_to']}")
    taken = next(line for line in sale.proposal["lines"] if line["sku"] == TELEVISION)
    sale.proposal = sale.manager.post(f"{here}/accept", {"line_ids": [taken["id"]]})
    show(sale.proposal["status"], ITEMS[0]["name"])
    demand("the client takes it for", Decimal(sale.proposal["total"]), PROPOSED)
    wait_for_document(sale, "proposal")
    for stage in ("presentation", "agreement"):
        move(sale, stage)


def wait_for_document(sale: Sale, kind: str) -> None:
    """Documents come to their deal by themselves; its stages demand some of them."""
    here = f"/deals/{sale.deal['id']}/documents"
    found = awaited(f"the {kind} in its deal", lambda: sale.manager.get(here, kind=kind)["items"])
    show("in the deal now", f"{kind} {found[0]['number']}")
