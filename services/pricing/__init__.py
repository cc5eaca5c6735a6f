"""What we sell and for how much: items, price types, price settings with their history, exchange rates, offers, quotes.

Announces: item changed, prices set, offer changed. Asks partners for the client and the organization of an offer.
Hears of receipts of goods: what they cost is what some prices are computed from.
"""
