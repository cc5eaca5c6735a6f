"""From proposal to money: commercial proposals, orders, stock and reservations, receipts, shipments, returns,
settlements, sales analysis.

Announces: proposal changed, order changed, goods received, shipped and returned, payment received and cancelled, money
refunded.
Asks pricing (what lines cost), partners (who the parties are), deals (whose deal an order belongs to).
"""
