"""Groups of roles, as a sales office would name them."""

from services.chassis.actor import Role

ADMINISTRATOR = {Role.ADMINISTRATOR}
HEADS = {Role.ADMINISTRATOR, Role.HEAD_OF_SALES}
SELLERS = {*HEADS, Role.MANAGER, Role.REPRESENTATIVE}
EVERYBODY = set(Role)
OFFICE = EVERYBODY - {Role.CLIENT}
NOBODY_ASKED: set[Role] = set()
"""No token is asked for."""

__all__ = ["ADMINISTRATOR", "EVERYBODY", "HEADS", "NOBODY_ASKED", "OFFICE", "SELLERS", "Role"]
