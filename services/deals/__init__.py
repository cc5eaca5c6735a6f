"""Deals with clients: registered with what the client needs, led along stages by people and plans, won or lost.

Announces: deal changed, deal won, deal lost, plan task changed. Asks partners who the parties and participants are,
and pricing which offers and items there are. Hears from orders, partners and marketing of a deal's documents.
"""
