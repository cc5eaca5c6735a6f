"""Tables of orders. Dumb: columns, who may see a row, and nothing else. Read them noun by noun."""

from services.orders.models.approvals import ApprovalRule
from services.orders.models.base import Base, KnownContract, KnownItem, KnownOffer, KnownStaff
from services.orders.models.bonuses import BonusHold
from services.orders.models.money import Payment
from services.orders.models.orders import Order, OrderLine
from services.orders.models.packaging import PackagingReminder, PackagingReturn, PackagingReturnLine
from services.orders.models.proposals import Proposal, ProposalLine, ProposalVersion
from services.orders.models.returns import GoodsReturn, GoodsReturnLine
from services.orders.models.scarce import Allocation
from services.orders.models.settlements import Offset, Refund, Settlement, SettlementAccount, ShipmentDue
from services.orders.models.shipments import Shipment, ShipmentBatch, ShipmentLine, ShippedPackaging
from services.orders.models.stock import ItemCost, Receipt, ReceiptLine, Stock, Warehouse

__all__ = [
    "Allocation",
    "ApprovalRule",
    "Base",
    "BonusHold",
    "GoodsReturn",
    "GoodsReturnLine",
    "ItemCost",
    "KnownContract",
    "KnownItem",
    "KnownOffer",
    "KnownStaff",
    "Offset",
    "Order",
    "OrderLine",
    "PackagingReminder",
    "PackagingReturn",
    "PackagingReturnLine",
    "Payment",
    "Proposal",
    "ProposalLine",
    "ProposalVersion",
    "Receipt",
    "ReceiptLine",
    "Refund",
    "Settlement",
    "SettlementAccount",
    "Shipment",
    "ShipmentBatch",
    "ShipmentDue",
    "ShipmentLine",
    "ShippedPackaging",
    "Stock",
    "Warehouse",
]
