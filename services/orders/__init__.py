"""From proposal to money: commercial proposals, orders, stock and reservations, receipts, shipments, returns,
payments, refunds, settlements, sales analysis.

Announces: proposal changed, order changed, goods received, shipped and returned, payment received and cancelled, money
refunded.
Asks pricing (what lines cost, an offer's terms), partners (who the parties are, whether a contract holds), deals (whose
deal an order or a proposal belongs to). Hears of partners whose clients they are, and of staff, items, offers and
contracts what they are called in reports.
"""
