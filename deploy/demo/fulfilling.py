"""The last chapters of the sale: order, money, goods, a claim."""

from decimal import Decimal

from deploy.demo.agreeing import move, wait_for_document
from deploy.demo.figures import (
    ADVANCE,
    PIECES,
    PIECES_AT_CARD_PRICE,
    PIECES_TYPED,
    PROPOSED,
    PURCHASE_PRICE,
    REST,
    TELEVISION,
    TOTAL,
    TYPED_PRICE,
)
from deploy.demo.results import owed
from deploy.demo.sale import Sale, demand, demand_refused, money, plain, show


def order(sale: Sale) -> None:
    """An order of 50 pieces, from the proposal; then 20 of them cheaper than may be typed."""
    sale.order = sale.manager.post(f"/proposals/{sale.proposal['id']}/order")
    here = f"/orders/{sale.order['id']}"
    demand("as proposed", Decimal(sale.order["payable"]), PROPOSED)
    sale.order = sale.boss.post(f"{here}/approve")
    show(sale.order["number"], f"approved: {sale.order['state']}")
    line = sale.order["lines"][0]
    typed = {"line_id": line["id"], "quantity": str(PIECES_TYPED), "manual_price": str(TYPED_PRICE)}
    others = {"quantity": str(PIECES_AT_CARD_PRICE)}
    bargained = {
        "lines": [{"item_id": line["item_id"], **one} for one in (typed, others)],
        "delivery": "our_transport",
        "address": "Львів, вул. Вигадана, 7",
        "wished_from": sale.day(3),
        "wished_to": sale.day(5),
        "priority": 3,
    }
    sale.order = sale.manager.patch(here, bargained)
    for one in sale.order["lines"]:
        each = Decimal(one["total"]) / Decimal(one["quantity"])
        show(f"{plain(one['quantity'])} {one['unit']}", f"at {money(each)} = {money(one['total'])}")
    demand("the order's total", Decimal(sale.order["total"]), TOTAL)
    _approval_of_deviation(sale, here)
    for step in sale.order["payment_steps"]:
        show(f"to pay: {step['kind']}", f"{money(step['amount'])}, by {step['due_on'] or 'the terms after shipment'}")
    wait_for_document(sale, "order")
    for stage in ("preparation", "fulfilment"):
        move(sale, stage)


def _approval_of_deviation(sale: Sale, here: str) -> None:
    """What departs from the terms is not the manager's to allow."""
    for one in sale.order["deviations"]:
        off = Decimal(one["actual"]).quantize(Decimal("0.01"))
        show("departs from the terms", f"{one['kind']}: {off} % below the rules' price, allowed {one['limit']} %")
    demand("waits for", ", ".join(sale.order["awaits"]), "commercial_approver")
    demand_refused("forbidden", lambda: sale.manager.post(f"{here}/approve"))
    sale.order = sale.boss.post(f"{here}/approve")
    show("allowed", f"{sale.order['number']}: {sale.order['state']}")


def money_and_goods(sale: Sale) -> None:
    """Advance paid; goods received, reserved, shipped in two parts; the rest paid."""
    boss, here = sale.boss, f"/orders/{sale.order['id']}"
    demand_refused("advance_unpaid", lambda: boss.post(f"{here}/reserve"))
    _pay(sale, ADVANCE)
    goods = {"item_id": sale.televisions[TELEVISION], "quantity": str(PIECES), "price": PURCHASE_PRICE}
    received = boss.post("/receipts", {"warehouse_id": sale.company.warehouse, "lines": [goods]})
    show("received", f"{received['number']}: {PIECES} at {money(PURCHASE_PRICE)} without VAT")
    show("reserved", boss.post(f"{here}/reserve")["state"])
    paper = {"number": f"ДОВ-{sale.run}", "on": sale.day(), "person": "Зоряна Вигадана"}
    whole = {"order_id": sale.order["id"], "power_of_attorney": paper}
    first = {"lines": [{"line_id": sale.order["lines"][0]["id"], "quantity": str(PIECES_TYPED)}]}
    for part in (first, {}):
        sale.shipment = boss.post("/shipments", {**whole, **part})
        number, total = sale.shipment["number"], money(sale.shipment["total"])
        show("shipped", f"{number}: {total}; the order: {boss.get(here)['state']}")
    demand("the client owes", owed(sale), REST)
    _pay(sale, REST)
    demand("the client owes", owed(sale), Decimal(0))
    sale.order = boss.post(f"{here}/close")
    show(sale.order["number"], sale.order["state"])
    sale.deal = sale.manager.post(f"/deals/{sale.deal['id']}/win")
    show(sale.deal["number"], sale.deal["status"])


def _pay(sale: Sale, amount: Decimal) -> None:
    paid = sale.boss.post("/payments", {**sale.parties, "order_id": sale.order["id"], "amount": str(amount)})
    state = sale.boss.get(f"/orders/{sale.order['id']}")["state"]
    show("paid", f"{paid['number']}: {money(paid['amount'])}; the order: {state}")


def claim(sale: Sale) -> None:
    """A claim about the second part, looked into and satisfied."""
    cause = sale.boss.ensure("/claim-causes", {"name": "Пошкоджено під час перевезення"}, by="name")["id"]
    body = {
        "subject": "Подряпаний корпус одного телевізора",
        "kind": "quality",
        "order_id": sale.order["id"],
        "shipment_id": sale.shipment["id"],
        "item_id": sale.televisions[TELEVISION],
    }
    made = sale.manager.post("/claims", body)
    show(made["number"], f"{made['subject']}: {made['status']}")
    here, second = f"/claims/{made['id']}", sale.company.staff["second"]
    sale.boss.post(f"{here}/review", {"cause_id": cause, "guilty_staff_id": second})
    heard = [{"staff_id": sale.company.staff["manager"], "role": "Менеджер клієнта"}, {"staff_id": second}]
    sale.boss.post(f"{here}/participants", {"participants": heard})
    decided = sale.boss.post(f"{here}/decide", {"satisfied": True, "result": "Корпус замінено за наш рахунок"})
    show(decided["number"], f"{decided['status']}: {decided['result']}")
