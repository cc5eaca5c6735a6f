"""Deals with clients: registered, led along stages moved by hand, won or lost with a reason.

Announces: deal changed, deal won, deal lost. Asks partners who the client is.
"""
