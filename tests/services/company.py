"""Partners at work: our organization with its people, whose actors carry the real ids."""

from typing import Any
from uuid import UUID

from services.chassis.actor import Actor, Role
from services.partners import contracts
from tests.services.bench import Bench
from tests.services.cast import ADMIN, a_person


class Company:
    """Solomiia heads the department; Taras and Daryna are her managers."""

    def __init__(self, bench: Bench):
        self.bench = bench
        self.ours = self.an_organization("32855961")
        self.solomiia_id = self.hire("Соломія Провідна")
        self.taras_id = self.hire("Тарас Перший", superior_id=self.solomiia_id)
        self.daryna_id = self.hire("Дарина Друга", superior_id=self.solomiia_id)
        self.head = self.actor(self.solomiia_id, Role.HEAD_OF_SALES)
        self.foreman = self.actor(self.solomiia_id, Role.MANAGER)
        """Solomiia as a mere manager, with her team."""
        self.taras = self.actor(self.taras_id, Role.MANAGER)
        self.daryna = self.actor(self.daryna_id, Role.MANAGER)

    def an_organization(self, edrpou: str, **more: Any) -> str:
        body = {"name": f"ТОВ «Вигадане {edrpou}»", "edrpou": edrpou, "vat_number": f"{edrpou[:7]}00001", **more}
        organization: str = self.bench.do(contracts.REGISTER_ORGANIZATION, body, by=ADMIN)["id"]
        return organization

    def hire(self, name: str, **more: Any) -> str:
        body = {"organization_id": self.ours, "full_name": name, **more}
        staff: str = self.bench.do(contracts.HIRE_STAFF, body, by=ADMIN)["id"]
        return staff

    def actor(self, staff_id: str, role: Role) -> Actor:
        """This member of staff signed in, with the team as it is now."""
        team = self.bench.do(contracts.GET_TEAM, {"staff_id": staff_id}, by=ADMIN)["staff_ids"]
        return a_person(f"{role} {staff_id}", role, staff=UUID(staff_id), team=tuple(map(UUID, team)))

    def card(self, name: str = "ТОВ «Калина Вигадана»", **more: Any) -> dict[str, Any]:
        return {"organization_id": self.ours, "kind": "company", "name": name, **more}

    def a_partner(self, name: str = "ТОВ «Калина Вигадана»", by: Actor | None = None, **more: Any) -> dict[str, Any]:
        """Taras's client unless somebody else registers it."""
        return self.bench.do(contracts.REGISTER_PARTNER, self.card(name, **more), by=by or self.taras)
