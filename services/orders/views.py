"""How orders' records are shown: to callers, in events, in replays."""

from services.chassis.jobs import register_views
from services.chassis.tx import Reader, Views
from services.orders.contracts import (
    GoodsShipped,
    OrderLineView,
    OrderRow,
    OrderView,
    PaymentReceived,
    PaymentView,
    ReceiptView,
    ShipmentView,
    WarehouseView,
)
from services.orders.models import Order, Payment, Receipt, Shipment, Warehouse

views = Views()
register_views(views, "orders")


@views.of(WarehouseView, Warehouse)
def warehouse_view(_: Reader, warehouse: Warehouse) -> WarehouseView:
    return WarehouseView.model_validate(warehouse, from_attributes=True)


@views.of(OrderRow, Order)
def order_row(_: Reader, order: Order) -> OrderRow:
    return OrderRow.model_validate(order, from_attributes=True)


@views.of(OrderView, Order)
def order_view(_: Reader, order: Order) -> OrderView:
    return OrderView.model_validate(order, from_attributes=True)


@views.of(ReceiptView, Receipt)
def receipt_view(_: Reader, receipt: Receipt) -> ReceiptView:
    return ReceiptView.model_validate(receipt, from_attributes=True)


@views.of(GoodsShipped, Shipment)
def goods_shipped(_: Reader, shipment: Shipment) -> GoodsShipped:
    return GoodsShipped.model_validate(shipment, from_attributes=True)


@views.of(ShipmentView, Shipment)
def shipment_view(_: Reader, shipment: Shipment) -> ShipmentView:
    return ShipmentView.model_validate(shipment, from_attributes=True)


@views.of(PaymentReceived, Payment)
def payment_received(_: Reader, payment: Payment) -> PaymentReceived:
    return PaymentReceived.model_validate(payment, from_attributes=True)


@views.of(PaymentView, Payment)
def payment_view(_: Reader, payment: Payment) -> PaymentView:
    return PaymentView.model_validate(payment, from_attributes=True)


__all__ = ["OrderLineView", "views"]
