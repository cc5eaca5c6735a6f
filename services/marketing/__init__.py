"""What brings clients and what they complain of: advertising channels and marketing events with their costs, guests,
providers and tasks, what these brought; claims.

Announces: channel changed, marketing event changed, task of an event changed, claim changed. Asks partners of guests,
providers and staff; partners, orders, deals and pricing what a claim is about. Hears of partners whose clients they are
and what they first came by, of deals, orders, shipments and returns for what channels and events brought, of items by
name.
"""
