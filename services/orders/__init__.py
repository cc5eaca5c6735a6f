"""From proposal to money: commercial proposals, orders, stock and reservations, receipts, shipments, payments,
balances, sales analysis.

Announces: proposal changed, order changed, goods received, goods shipped, payment received.
Asks pricing (what lines cost), partners (who the parties are), deals (whose deal an order belongs to).
"""
