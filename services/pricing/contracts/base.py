"""The contract object and what all its parts share."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from services.chassis.actor import Role
from services.chassis.contracts import Contract

api = Contract("pricing", en="Pricing", uk="Ціноутворення")

PRICERS = frozenset({Role.ADMINISTRATOR, Role.PRICING_MANAGER})

Code = Annotated[str, Field(pattern=r"^[A-Z0-9_]{1,40}$", examples=["RETAIL"])]
Sku = Annotated[str, Field(pattern=r"^[A-Za-z0-9._/\-]{1,60}$", examples=["TV-55"])]


class ItemKind(StrEnum):
    GOODS = "goods"
    SERVICE = "service"
    RETURNABLE_PACKAGING = "returnable_packaging"


VatRate = Literal["20", "14", "7", "0", "exempt"]
