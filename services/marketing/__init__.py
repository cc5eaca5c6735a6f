"""What brings clients and what they complain of: advertising channels with their costs, and claims.

Announces: channel changed, claim changed. Asks partners and orders what a claim is about.
"""
