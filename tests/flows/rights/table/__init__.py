"""Who may ask for what, written by hand from how a sales office works: not from the contracts, which are held to it.

An operation of any contract that stands nowhere here fails the tests: whoever adds one decides whose it is, in the
file of its service. Rows are another matter: a manager who may read orders reads those of the team's clients only.
"""

from services.chassis.actor import Role
from tests.flows.rights.table import deals, gateway, marketing, orders, partners, pricing

ALLOWED: dict[str, set[Role]] = {
    **partners.ALLOWED,
    **pricing.ALLOWED,
    **deals.ALLOWED,
    **orders.ALLOWED,
    **marketing.ALLOWED,
    **gateway.ALLOWED,
}
