"""Deals with clients: registered with what the client needs, led along stages by people and plans, won or lost; the
funnel, expected income and losses.

Announces: deal changed, deal won, deal lost, plan task changed. Asks partners who the parties and participants are,
and pricing which offers and items there are. Hears of partners whose clients they are, of staff by name, and of a
deal's documents: orders and proposals, claims, talks.
"""
