"""The figures of the story, UAH. What the services answer must equal them, to the kopiyka."""

from decimal import Decimal

TELEVISION, LARGER_TELEVISION = "TV-32", "TV-43"
ITEMS = (
    {"sku": TELEVISION, "name": "Телевізор 32 дюйми «Мрія»", "unit": "шт", "kind": "goods"},
    {"sku": LARGER_TELEVISION, "name": "Телевізор 43 дюйми «Мрія Плюс»", "unit": "шт", "kind": "goods"},
)
WHOLESALE_PRICES = {TELEVISION: "4000.00", LARGER_TELEVISION: "5200.00"}
"""With VAT of 20 %, as all prices below."""
CARD_PERCENT = "2.5"
PRICE_WITH_CARD = Decimal("3900.00")
TYPED_PRICE = Decimal("3700.00")
"""5.13 % below 3,900.00."""
MANUAL_LIMIT = "5"
"""So many percent below the rules' price may be typed under the offer without anybody's approval."""

PIECES, PIECES_TYPED, PIECES_AT_CARD_PRICE = 50, 20, 30
PROPOSED = Decimal("195000.00")
"""50 x 3,900.00."""
TOTAL = Decimal("191000.00")
"""20 x 3,700.00 + 30 x 3,900.00."""
PAYMENT_STAGES = (
    {"kind": "advance", "percent": "30"},
    {"kind": "credit", "percent": "70", "shift": 14},
)
DEPARTED = "1 of 2 lines, 50 %"
"""Those 20 pieces: cheaper than may be typed."""
ADVANCE = Decimal("57300.00")
REST = Decimal("133700.00")

REVENUE = Decimal("159166.67")
"""Without VAT: 61,666.67 for the first part shipped, 97,500.00 for the second."""
PURCHASE_PRICE = "2500.00"
"""Without VAT."""
MARGIN = Decimal("34166.67")
"""What 50 pieces cost, 125,000.00, taken off."""

FAIR_BUDGET = "16000.00"
FAIR_COSTS = {"Оренда стенда": ("12000.00", "12000.00"), "Буклети": ("2500.00", "3000.00")}
"""What was planned, and what it came to."""
FAIR_COST = Decimal("15000.00")
FAIR_LEFT = Decimal("1000.00")
FAIR_RETURN = "1.2778"
"""(34,166.67 - 15,000.00) / 15,000.00: each hryvnia came back and earned so much more."""
