"""Who asks. Travels with every message; the broker is the trust boundary, the owner of the data enforces."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

import orjson

from services.chassis.messages import Language


class Role(StrEnum):
    """Roles of Z1. A user may have several."""

    ADMINISTRATOR = "administrator"
    HEAD_OF_SALES = "head_of_sales"
    MANAGER = "manager"
    REPRESENTATIVE = "representative"
    MARKETER = "marketer"
    WAREHOUSE = "warehouse"
    PRICING_MANAGER = "pricing_manager"
    ACCOUNTANT = "accountant"
    COMMERCIAL_APPROVER = "commercial_approver"
    FINANCIAL_APPROVER = "financial_approver"
    LOGISTICS_APPROVER = "logistics_approver"
    CLIENT = "client"


OFFICE = frozenset(Role) - {Role.CLIENT}
"""Everybody who works for us."""

LIMITED_TO_OWN_CLIENTS = frozenset({Role.MANAGER, Role.REPRESENTATIVE})
SEES_ALL_CLIENTS = OFFICE - LIMITED_TO_OWN_CLIENTS


@dataclass(frozen=True)
class Actor:
    """Who asks. `team`: the person's own staff id and those of all subordinates; `partner_id`: of an external client;
    `organization_id`: the one of ours the person works for, where new documents belong (it limits nothing)."""

    user_id: UUID
    name: str
    roles: frozenset[Role]
    staff_id: UUID | None = None
    team: frozenset[UUID] = frozenset()
    partner_id: UUID | None = None
    organization_id: UUID | None = None
    language: Language = "uk"

    @property
    def is_client(self) -> bool:
        return Role.CLIENT in self.roles

    @property
    def sees_all_clients(self) -> bool:
        return not self.is_client and bool(self.roles & SEES_ALL_CLIENTS)

    def to_wire(self) -> str:
        return orjson.dumps(
            {
                "user_id": str(self.user_id),
                "name": self.name,
                "roles": sorted(self.roles),
                "staff_id": self.staff_id and str(self.staff_id),
                "team": sorted(str(member) for member in self.team),
                "partner_id": self.partner_id and str(self.partner_id),
                "organization_id": self.organization_id and str(self.organization_id),
                "language": self.language,
            }
        ).decode()

    @staticmethod
    @lru_cache(maxsize=512)
    def from_wire(text: str) -> "Actor":
        """Cached: one person's header is the same for many requests, and parsing a dozen UUIDs is not free."""
        data = orjson.loads(text)
        return Actor(
            user_id=UUID(data["user_id"]),
            name=data["name"],
            roles=frozenset(Role(role) for role in data["roles"] if role in _KNOWN_ROLES),
            staff_id=_uuid(data.get("staff_id")),
            team=frozenset(UUID(member) for member in data.get("team", ())),
            partner_id=_uuid(data.get("partner_id")),
            organization_id=_uuid(data.get("organization_id")),
            language=data.get("language", "uk"),
        )


_KNOWN_ROLES = {role.value for role in Role}


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


SYSTEM = Actor(UUID(int=0), "system", frozenset({Role.ADMINISTRATOR}))
"""Consequences that no person asked for: schedules, replays, first start."""
