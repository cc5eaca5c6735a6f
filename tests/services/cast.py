"""The small cast of every story: one organization of ours, its people, and its clients. All are invented."""

from dataclasses import dataclass
from uuid import UUID

from services.chassis.actor import Actor, Role
from services.chassis.ids import uuid_for

SVITLODIM = uuid_for("cast", "organization", "ТОВ «Світлодім Вигаданий»")
"""Ours; pays VAT."""
PROMIN = uuid_for("cast", "organization", "ФОП Промінь Вигаданий")
"""Ours too; another one, with numbers of its own."""


def staff_id(name: str) -> UUID:
    return uuid_for("cast", "staff", name)


SOLOMIIA_ID, TARAS_ID, DARYNA_ID = staff_id("Соломія"), staff_id("Тарас"), staff_id("Дарина")


def a_person(name: str, *roles: Role, staff: UUID | None = None, team: tuple[UUID, ...] = (), **more: UUID) -> Actor:
    """Somebody of ours; the team is the person alone unless subordinates are named."""
    own = (staff,) if staff else ()
    user_id = uuid_for("cast", "user", name)
    return Actor(user_id, name, frozenset(roles), staff, frozenset((*own, *team)), language="en", **more)


ADMIN = a_person("Адміністраторка", Role.ADMINISTRATOR)
HEAD = a_person("Соломія Провідна", Role.HEAD_OF_SALES, staff=SOLOMIIA_ID, team=(TARAS_ID, DARYNA_ID))
TARAS = a_person("Тарас Перший", Role.MANAGER, staff=TARAS_ID)
DARYNA = a_person("Дарина Друга", Role.MANAGER, staff=DARYNA_ID)
FOREMAN = a_person("Гнат Старший", Role.MANAGER, staff=staff_id("Гнат"), team=(TARAS_ID,))
"""A manager with a subordinate, Taras."""
STRANGER = a_person("Без Штату", Role.MANAGER)
"""A manager whose login was tied to no member of staff: nobody's clients are his."""
KEEPER = a_person("Комірник Вигаданий", Role.WAREHOUSE)
CASHIER = a_person("Касирка Вигадана", Role.ACCOUNTANT)
PRICER = a_person("Цінознавець Вигаданий", Role.PRICING_MANAGER)
APPROVER = a_person("Погоджувачка Вигадана", Role.COMMERCIAL_APPROVER)


@dataclass(frozen=True)
class Client:
    id: UUID
    name: str
    manager_id: UUID

    @property
    def login(self) -> Actor:
        """The client's own person, who signs in from outside."""
        return a_person(f"{self.name}: вхід", Role.CLIENT, partner_id=self.id)


def a_client(name: str, manager_id: UUID) -> Client:
    return Client(uuid_for("cast", "client", name), name, manager_id)


KALYNA = a_client("ТОВ «Калина Вигадана»", TARAS_ID)
DZVIN = a_client("ПП «Дзвін Вигаданий»", DARYNA_ID)
