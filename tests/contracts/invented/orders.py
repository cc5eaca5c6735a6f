"""Invented records of orders."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from services.orders.models import (
    BonusHold,
    GoodsReturn,
    GoodsReturnLine,
    Order,
    OrderLine,
    PackagingReminder,
    PackagingReturn,
    PackagingReturnLine,
    Payment,
    Proposal,
    ProposalVersion,
    Receipt,
    ReceiptLine,
    Refund,
    Settlement,
    Shipment,
    ShipmentDue,
    ShipmentLine,
    ShippedPackaging,
    Warehouse,
)
from tests.contracts.invented.made import an_id, made


def _warehouse() -> Any:
    return made(Warehouse, "warehouse", organization_id=an_id("organization"), name="Склад у дуплі")


def _order() -> list[Any]:
    order = made(
        Order,
        "order",
        number="ORD-000001",
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        legal_entity_id=an_id("legal-entity"),
        manager_id=an_id("staff-mavka"),
        deal_id=an_id("deal"),
        proposal_id=an_id("proposal"),
        warehouse_id=an_id("warehouse"),
        ordered_on=date(2026, 3, 2),
        status="to_fulfil",
        state="ready_to_ship",
        currency="UAH",
        prices_with_vat=True,
        total=Decimal("1250.50"),
        vat=Decimal("208.42"),
        payable=Decimal("1250.50"),
        paid=Decimal("250.00"),
        shipped_amount=Decimal("100.10"),
    )
    return [_warehouse(), order]


def order_changed() -> list[Any]:
    return _order()


def card_order_changed() -> list[Any]:
    warehouse, order = _order()
    order.card_id, order.bonuses = an_id("card"), Decimal("50.00")
    return [warehouse, order]


def offer_order_changed() -> list[Any]:
    """Half of it is shipped, some of that is paid; one of its two lines departs from the offer's terms."""
    *above, shipment = goods_shipped()
    order = above[-1]
    order.offer_id, order.offer_version, order.version = an_id("offer"), 1, 2
    order.lines = [_line(order, "cheap line", 1), _line(order, "line", 2)]
    shipment.lines[0].line_id = order.lines[1].id
    order.deviations = [{"kind": "price", "line_id": str(order.lines[0].id)}]
    moved = [("shipment", date(2026, 3, 3), Decimal("100.10")), ("payment", date(2026, 3, 4), Decimal("-60.00"))]
    register = [_movement(order, shipment, *one) for one in moved]
    due = made(
        ShipmentDue,
        "due",
        order_id=order.id,
        shipment_id=shipment.id,
        shipped_on=date(2026, 3, 3),
        due_on=date(2026, 3, 17),
        prepaid=False,
        amount=Decimal("100.10"),
        **_object_of(order),
    )
    order.has_packaging = True
    return [*above[:-1], order, shipment, *register, due, _crates(order), _crates_back(order), order]


def _line(order: Any, name: str, position: int) -> OrderLine:
    nothing = dict.fromkeys(("discount", "reserved", "shipped_vat", "cancelled", "bonuses"), Decimal(0))
    about = {"sku": "BULAVA-1", "name": "Булава кована", "unit": "шт", "vat_rate": "20", "reasons": []}
    money = {"price": Decimal("625.25"), "total": Decimal("625.25"), "vat": Decimal("104.21")}
    shipped = {"shipped": Decimal("0.160"), "shipped_total": Decimal("50.05"), "needs_stock": True}
    place = {"order_id": order.id, "position": position, "item_id": an_id("item"), "quantity": Decimal(1)}
    return OrderLine(id=an_id(name), **place, **about, **money, **shipped, **nothing)


def _object_of(order: Any) -> dict[str, Any]:
    names = ("organization_id", "partner_id", "legal_entity_id", "currency")
    return {**{name: getattr(order, name) for name in names}, "object_kind": "order", "object_id": order.id}


def _movement(order: Any, document: Any, kind: str, on: date, amount: Decimal) -> Any:
    named = {"document_id": document.id, "number": document.number, "order_id": order.id}
    return made(Settlement, f"movement {kind}", kind=kind, moved_on=on, amount=amount, **named, **_object_of(order))


def bonuses_let_go() -> list[Any]:
    about = {"command_id": an_id("command"), "card_id": an_id("card"), "partner_id": an_id("partner")}
    return [made(BonusHold, "order not made", amount=Decimal("50.00"), state="let_go", **about)]


def goods_received() -> list[Any]:
    receipt = made(
        Receipt,
        "receipt",
        number="REC-000001",
        organization_id=an_id("organization"),
        warehouse_id=an_id("warehouse"),
        supplier_id=an_id("partner-two"),
        received_on=date(2026, 3, 1),
    )
    line = {"item_id": an_id("item"), "quantity": Decimal("10.5"), "price": Decimal("99.9999"), "cost": Decimal("98.5")}
    receipt.lines = [ReceiptLine(id=an_id("receipt-line"), receipt_id=receipt.id, **line)]
    return [_warehouse(), receipt]


def goods_shipped() -> list[Any]:
    shipment = made(
        Shipment,
        "shipment",
        number="SHP-000001",
        order_id=an_id("order"),
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        legal_entity_id=an_id("legal-entity"),
        manager_id=an_id("staff-mavka"),
        shipped_on=date(2026, 3, 3),
        period="2026-03",
        currency="UAH",
        total=Decimal("100.10"),
        revenue=Decimal("83.42"),
        card_id=an_id("card"),
    )
    worth = {"quantity": Decimal("1.5"), "total": Decimal("100.10"), "vat": Decimal("16.68")}
    of_item = {"line_id": an_id("order-line"), "item_id": an_id("item"), "revenue": Decimal("83.42")}
    line = ShipmentLine(id=an_id("shipment-line"), shipment_id=shipment.id, cost=Decimal("60.04"), **worth, **of_item)
    shipment.lines = [line]
    warehouse, order = _order()
    order.lines = [_order_line()]
    return [warehouse, order, shipment]


def _order_line() -> OrderLine:
    said = {"sku": "MACE-1", "name": "Булава", "unit": "шт", "vat_rate": "20", "needs_stock": True, "reasons": []}
    amounts = {"quantity": Decimal("15"), "price": Decimal("83.3667"), "total": Decimal("1250.50")}
    kept = dict.fromkeys(("discount", "reserved", "shipped", "shipped_total", "shipped_vat"), Decimal(0))
    of_order = {"order_id": an_id("order"), "position": 1, "item_id": an_id("item"), "vat": Decimal("208.42")}
    return OrderLine(id=an_id("order-line"), **said, **amounts, **kept, **of_order)


def payment_received() -> list[Any]:
    payment = made(
        Payment,
        "payment",
        number="PAY-000001",
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        legal_entity_id=an_id("legal-entity"),
        order_id=an_id("order"),
        paid_on=date(2026, 3, 4),
        currency="UAH",
        amount=Decimal("250.00"),
        purpose="За булави",
    )
    return [*_order(), payment]


def proposal_changed() -> list[Any]:
    """The second version waits for agreement; the client sees the first."""
    proposal = made(
        Proposal,
        "proposal",
        number="PRP-000001",
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        legal_entity_id=an_id("legal-entity"),
        manager_id=an_id("staff-mavka"),
        deal_id=an_id("deal"),
        order_id=an_id("order"),
        version_number=2,
        sent_number=1,
    )
    said = {
        "proposal_id": proposal.id,
        "offer_id": an_id("offer"),
        "warehouse_id": an_id("warehouse"),
        "prices_with_vat": True,
        "choose_several": False,
        "quoted_on": date(2026, 3, 1),
        "valid_to": date(2026, 3, 31),
        "currency": "UAH",
        "priced_by": an_id("price-type"),
        "total": Decimal("1250.50"),
        "vat": Decimal("208.42"),
        "payable": Decimal("1250.50"),
        "firm_total": Decimal("1250.50"),
        "needs_approval": False,
    }
    proposal.versions = [
        ProposalVersion(number=1, status="sent", sent_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC), **said),
        ProposalVersion(number=2, status="on_approval", **said),
    ]
    return [*_order(), proposal]


def goods_returned() -> list[Any]:
    returned = made(
        GoodsReturn,
        "return",
        number="RET-000001",
        shipment_id=an_id("shipment"),
        order_id=an_id("order"),
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        legal_entity_id=an_id("legal-entity"),
        manager_id=an_id("staff-mavka"),
        returned_on=date(2026, 3, 5),
        period="2026-03",
        currency="UAH",
        total=Decimal("50.05"),
        revenue=Decimal("41.71"),
        cost=Decimal("30.02"),
        card_id=an_id("card"),
        bonuses=Decimal("2.50"),
        reason="Булава зависока",
    )
    worth = {name: getattr(returned, name) for name in ("total", "revenue", "cost", "bonuses")}
    of_line = {"shipment_line_id": an_id("shipment-line"), "line_id": an_id("order-line"), "item_id": an_id("item")}
    line = GoodsReturnLine(id=an_id("return-line"), return_id=returned.id, **of_line, **worth)
    line.quantity, line.vat = Decimal("0.75"), Decimal("8.34")
    returned.lines = [line]
    return [*goods_shipped(), returned]


def payment_cancelled() -> list[Any]:
    payment = payment_received()[-1]
    payment.cancelled_at = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
    payment.cancelled_on = date(2026, 3, 6)
    payment.cancel_reason = "Банк відкликав платіж"
    return [*_order(), payment]


def money_refunded() -> list[Any]:
    refund = made(
        Refund,
        "refund",
        number="RFD-000001",
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        legal_entity_id=an_id("legal-entity"),
        order_id=an_id("order"),
        refunded_on=date(2026, 3, 7),
        currency="UAH",
        amount=Decimal("50.00"),
        purpose="За зависоку булаву",
    )
    return [*_order(), refund]


def _crates(order: Any) -> ShippedPackaging:
    """Four went with the shipment; one was said to be back, and was not."""
    names = ("organization_id", "partner_id", "currency")
    worth = {
        "quantity": Decimal(4),
        "returned": Decimal(0),
        "deposit": Decimal("240.00"),
        "given_back": Decimal(0),
    }
    days = {"shipped_on": date(2026, 3, 3), "due_on": date(2026, 3, 13)}
    of_item = {"item_id": an_id("crate"), "sku": "CRATE-1", "order_id": order.id, "shipment_id": an_id("shipment")}
    about = {name: getattr(order, name) for name in names}
    return ShippedPackaging(id=an_id("crates"), **of_item, **worth, **days, **about)


def _crates_back(order: Any) -> Any:
    returned = made(
        PackagingReturn,
        "packaging-return",
        number="PKR-000001",
        shipment_id=an_id("shipment"),
        order_id=order.id,
        organization_id=order.organization_id,
        partner_id=order.partner_id,
        warehouse_id=an_id("warehouse"),
        returned_on=date(2026, 3, 10),
        currency="UAH",
        deposit=Decimal("60.00"),
        cancelled_on=date(2026, 3, 11),
    )
    worth = {"quantity": Decimal(1), "deposit": Decimal("60.00"), "item_id": an_id("crate")}
    line = {"id": an_id("packaging-return-line"), "return_id": returned.id, "packaging_id": an_id("crates")}
    returned.lines = [PackagingReturnLine(**line, **worth)]
    return returned


def packaging_return_changed() -> list[Any]:
    *above, order, shipment = goods_shipped()
    return [*above, order, shipment, _crates(order), _crates_back(order)]


def packaging_reminder_changed() -> list[Any]:
    *above, order, shipment = goods_shipped()
    reminder = made(
        PackagingReminder,
        "packaging-reminder",
        shipment_id=shipment.id,
        organization_id=order.organization_id,
        partner_id=order.partner_id,
        title="Забрати в клієнта тару за реалізацією SHP-000001: строк минув 12.03.2026",
        assignee_id=an_id("staff-mavka"),
        due_on=date(2026, 3, 12),
        status="open",
    )
    return [*above, order, shipment, reminder]
