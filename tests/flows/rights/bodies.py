"""Parts of bodies that several requests share."""

PARTIES = {"organization_id": "{organization}", "partner_id": "{partner}"}
LINES = [{"item_id": "{item}", "quantity": "2"}]
OF_ORDER = [{"line_id": "{line}", "quantity": "1"}]
PRICES = [{"item_id": "{item}", "price_type_id": "{price_type}", "value": "101.5"}]
STAGES = [{"code": "new", "name": "Нова", "next": ["old"]}, {"code": "old", "name": "Стара"}]
PERIOD = {"date_from": "2026-01-01", "date_to": "2026-01-31"}
