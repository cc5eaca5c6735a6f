"""What pricing hears of staff and of orders: the base of its Nameko class, one short method for each event."""

from services.chassis.access import upsert_latest
from services.chassis.contracts import Envelope
from services.chassis.host import on_event
from services.chassis.tx import Tx, business_day
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.partners.listening import ListensToPartners
from services.pricing import card_orders, known_sales, offer_orders, purchases
from services.pricing.models import KnownStaff


class HearsOfOthers(ListensToPartners):
    """What goods were bought for and what they sell; how offers are fulfilled; bonuses of loyalty cards."""

    @on_event(partners.STAFF_CHANGED)
    def on_staff_changed(self, tx: Tx, staff: partners.StaffView, envelope: Envelope) -> None:
        row = {"id": staff.id, "epoch": envelope.epoch, "version": envelope.version, "name": staff.full_name}
        upsert_latest(tx.session, KnownStaff.__table__, [row], key=("id",))

    @on_event(orders.GOODS_RECEIVED)
    def on_goods_received(self, tx: Tx, receipt: orders.ReceiptView, _: Envelope) -> None:
        known_sales.know_receipt(tx, receipt)
        purchases.receive_purchases(tx, receipt)

    @on_event(orders.GOODS_SHIPPED)
    def on_goods_shipped(self, tx: Tx, shipment: orders.GoodsShipped, _: Envelope) -> None:
        known_sales.know_shipment(tx, shipment)
        if shipment.card_id is not None:
            card_orders.hear_shipment(tx, shipment)

    @on_event(orders.GOODS_RETURNED)
    def on_goods_returned(self, tx: Tx, returned: orders.GoodsReturned, _: Envelope) -> None:
        known_sales.know_return(tx, returned)
        if returned.card_id is not None:
            card_orders.hear_return(tx, returned)

    @on_event(orders.OFFER_ORDER_CHANGED)
    def on_offer_order_changed(self, tx: Tx, order: orders.OfferOrder, _: Envelope) -> None:
        offer_orders.hear_offer_order(tx, order)

    @on_event(orders.CARD_ORDER_CHANGED)
    def on_card_order_changed(self, tx: Tx, order: orders.CardOrder, envelope: Envelope) -> None:
        card_orders.hear_order(tx, order, business_day(envelope.occurred_at))

    @on_event(orders.BONUSES_LET_GO)
    def on_bonuses_let_go(self, tx: Tx, hold: orders.BonusesLetGo, envelope: Envelope) -> None:
        card_orders.hear_let_go(tx, hold, business_day(envelope.occurred_at))
