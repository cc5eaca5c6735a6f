"""Amounts that were computed: sums and conversions of what `fields` lets in, never typed in by anybody.

Wider than the amounts they are made of, up to what a scaled 64-bit column holds: a report must not fail
because somebody's stock or debt has grown beyond what one document may say.
"""

from decimal import Decimal
from typing import Annotated

from services.chassis.amounts import Amount

MoneySum = Annotated[Decimal, Amount(places=2, whole_digits=17, computed=True, description="Sum of money")]
QuantitySum = Annotated[Decimal, Amount(places=3, whole_digits=16, computed=True, description="Sum of quantities")]
DerivedPrice = Annotated[
    Decimal, Amount(places=4, whole_digits=15, computed=True, signed=False, description="Price of one unit, converted")
]
