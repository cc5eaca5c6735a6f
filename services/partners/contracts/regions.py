"""Business regions: a tree of our own, by which clients and sales are looked at (P5, A5)."""

from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import ById, Message, equals, one_of
from services.chassis.errors import EXISTS, UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.fields import Name
from services.partners.contracts.base import HEADS, api


class AddRegion(Message):
    """A region inside `parent_id`, or at the top."""

    name: Name
    parent_id: UUID | None = None


class ChangeRegion(Message):
    """Fields not given stay as they are; `parent_id: null` moves the region to the top. What is inside goes along."""

    id: UUID
    name: Name | None = None
    parent_id: UUID | None = None


class RegionView(Message):
    """A business region of ours; `parent_id` is the one it lies in."""

    id: UUID
    name: str
    parent_id: UUID | None
    version: int


REGION_RING = error_code(
    "region_ring",
    Conflict,
    en="This would put the region inside itself. Choose one that does not lie in it.",
    uk="Так регіон опиниться всередині самого себе. Виберіть той, що не входить до нього.",
)

ADD_REGION = api.command(
    "add_region",
    "POST /regions",
    AddRegion,
    RegionView,
    roles=HEADS,
    en="Add a business region",
    uk="Додати бізнес-регіон",
    errors=(EXISTS, UNKNOWN_REFERENCE),
    example={"name": "Поділля"},
)
CHANGE_REGION = api.command(
    "change_region",
    "PATCH /regions/{id}",
    ChangeRegion,
    RegionView,
    roles=HEADS,
    en="Rename a business region or move it in the tree",
    uk="Перейменувати бізнес-регіон або перенести його в дереві",
    errors=(EXISTS, REGION_RING, UNKNOWN_REFERENCE),
    example={"name": "Західне Поділля"},
)
GET_REGION = api.query(
    "get_region", "GET /regions/{id}", ById, RegionView, roles=OFFICE, en="A business region", uk="Бізнес-регіон"
)
LIST_REGIONS = api.listing(
    "list_regions",
    "GET /regions",
    RegionView,
    roles=OFFICE,
    en="Business regions",
    uk="Бізнес-регіони",
    orders=("name", "-name"),
    filters=(one_of("id", UUID), equals("parent_id", UUID)),
    search=True,
)

REGION_CHANGED = api.state("region_changed", RegionView, subject="region")
