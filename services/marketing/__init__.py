"""What brings clients and what they complain of: advertising channels and marketing events with their costs, guests
and tasks, what these brought; claims.

Announces: channel changed, marketing event changed, task of an event changed, claim changed. Asks partners of guests,
providers and staff; partners, orders, deals and pricing what a claim is about.
"""
