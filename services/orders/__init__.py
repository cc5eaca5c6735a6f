"""From proposal to money: commercial proposals, orders, stock and reservations, receipts, shipments, returns,
payments, refunds, settlements, sales analysis.

Announces: proposal changed, order changed, goods received, shipped and returned, payment received and cancelled, money
refunded, an order with a loyalty card changed, bonuses let go.
Asks pricing (what lines cost, an offer's terms, bonuses to spend), partners (who the parties are, whether a contract
holds), deals (whose deal an order or a proposal belongs to). Hears of partners whose clients they are, and of staff,
items, offers and contracts what they are called in reports; of bonuses what is withheld from refunds.
"""
