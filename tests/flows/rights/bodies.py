"""Parts of bodies that several requests share."""

from services.pricing.workbooks import Heading, write

PARTIES = {"organization_id": "{organization}", "partner_id": "{partner}"}
LINES = [{"item_id": "{item}", "quantity": "2"}]
OF_ORDER = [{"line_id": "{line}", "quantity": "1"}]
PRICES = [{"item_id": "{item}", "price_type_id": "{price_type}", "value": "101.5"}]
STAGES = [{"code": "new", "name": "Нова", "next": ["old"]}, {"code": "old", "name": "Стара"}]
PERIOD = {"date_from": "2026-01-01", "date_to": "2026-01-31"}
A_PRICE_SHEET = write(
    "Prices",
    [Heading(title, 10) for title in ("SKU", "Name", "Unit", "RIGHTS")],
    [("RIGHTS-1", "Чайник", "шт", "101,50")],
    [("format", "1"), ("on", "2026-01-01"), ("known_at", "2025-12-31T00:00:00+00:00")],
)
"""A workbook of prices, edited; it was exported when there were none."""
