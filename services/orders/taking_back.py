"""What comes back from clients: a base of orders' Nameko class, one short method for each operation."""

from typing import Any

from sqlalchemy import select

from services.chassis.host import operation
from services.chassis.runtime import Call, Reply
from services.chassis.service import Service
from services.orders import contracts, packaging, returns
from services.orders.models import GoodsReturn, PackagingReturn


class TakesBack(Service):
    """Goods, and our packaging."""

    @operation(contracts.RETURN_GOODS)
    def return_goods(self, call: Call[Any]) -> Reply:
        return call.transact(returns.return_goods)

    @operation(contracts.GET_RETURN)
    def get_return(self, call: Call[Any]) -> Reply:
        return call.show(GoodsReturn)

    @operation(contracts.LIST_RETURNS)
    def list_returns(self, call: Call[Any]) -> Reply:
        return call.list(select(*GoodsReturn.__table__.c), {}, GoodsReturn)

    @operation(contracts.LIST_PACKAGING)
    def list_packaging(self, call: Call[Any]) -> Reply:
        return call.list(packaging.packaging_query, {})

    @operation(contracts.RETURN_PACKAGING)
    def return_packaging(self, call: Call[Any]) -> Reply:
        return call.transact(packaging.return_packaging)

    @operation(contracts.CANCEL_PACKAGING_RETURN)
    def cancel_packaging_return(self, call: Call[Any]) -> Reply:
        return call.transact(packaging.cancel_packaging_return)

    @operation(contracts.GET_PACKAGING_RETURN)
    def get_packaging_return(self, call: Call[Any]) -> Reply:
        return call.show(PackagingReturn)

    @operation(contracts.LIST_PACKAGING_RETURNS)
    def list_packaging_returns(self, call: Call[Any]) -> Reply:
        return call.list(select(*PackagingReturn.__table__.c), {}, PackagingReturn)
