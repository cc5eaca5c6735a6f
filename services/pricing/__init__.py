"""What we sell and for how much: items, price types, price settings with their history, and quotes.

Announces: item changed, prices set. Asks nobody yet. Listens to orders for receipts (purchase prices, later).
"""
