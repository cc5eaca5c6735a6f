"""What we sell and for how much: items with their cards and segments, price types and groups, price settings with their
history, exchange rates, offers, discounts, limits of what people may type, loyalty cards and their bonuses, quotes;
what items sell.

Announces: item changed, prices set, offer changed, bonuses withheld. Asks partners for the client and the organization
of an offer, and whose a card is. Hears of partners whose clients they are, of receipts of goods (what they cost is what
some prices are computed from), of shipments and returns (what items sell), of staff (whose sales are planned), and of
orders with a loyalty card: bonuses follow.
"""
