"""One sale of a wholesale trader of electrical goods, told from first contact to paid shipment.

Each chapter does its part through the gateway and prints what that shows. Whatever differs from the figures
(`figures.py`) ends the story with a sentence.
"""

import click

from deploy.demo.agreeing import card, deal, offer, proposal
from deploy.demo.finding import catalogue, client, fair
from deploy.demo.fulfilling import claim, money_and_goods, order
from deploy.demo.results import reports
from deploy.demo.sale import Sale

CHAPTERS = (catalogue, fair, client, offer, deal, card, proposal, order, money_and_goods, claim, reports)


def tell(sale: Sale) -> None:
    for chapter in CHAPTERS:
        click.secho(f"\n{chapter.__doc__}", bold=True)
        chapter(sale)
