"""What items are put into: price groups, product categories, seasons, seasonal groups (N1)."""

from uuid import UUID

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import Message, equals, one_of
from services.chassis.errors import EXISTS, UNKNOWN_REFERENCE, Invalid, error_code
from services.chassis.fields import Name
from services.pricing.contracts.base import PRICERS, api


class AddGroup(Message):
    """A name that items are put under."""

    name: Name
    name_en: Name | None = None


class ChangeGroup(Message):
    """Fields not given stay as they are; a null `name_en` takes it away."""

    id: UUID
    name: Name | None = None
    name_en: Name | None = None


class GroupView(Message):
    """A name that items are put under."""

    id: UUID
    name: str
    name_en: str | None
    version: int


class AddPriceGroup(AddGroup):
    """A group of items that are priced alike, whatever else they are: offers refine prices by it."""


class ChangePriceGroup(ChangeGroup):
    """Fields not given stay as they are."""


class PriceGroupView(GroupView):
    """A group of items that are priced alike."""


class AddProductCategory(AddGroup):
    """A category inside `parent_id`, or at the top."""

    parent_id: UUID | None = None


class ChangeProductCategory(ChangeGroup):
    """Fields not given stay as they are; `parent_id: null` moves it to the top. What lies in it goes along."""

    parent_id: UUID | None = None


class ProductCategoryView(GroupView):
    """What kind of thing an item is; `parent_id` is the category it lies in."""

    parent_id: UUID | None


class AddSeason(AddGroup):
    """A season (a collection): what is sold in it is not the same season's goods of another year."""


class ChangeSeason(ChangeGroup):
    """Fields not given stay as they are; a null `name_en` takes it away."""


class SeasonView(GroupView):
    """A season (a collection)."""


class AddSeasonalGroup(AddGroup):
    """Items whose sales rise and fall alike in the course of a year."""


class ChangeSeasonalGroup(ChangeGroup):
    """Fields not given stay as they are; a null `name_en` takes it away."""


class SeasonalGroupView(GroupView):
    """Items whose sales rise and fall alike in the course of a year."""


CATEGORY_CIRCLE = error_code(
    "product_categories_in_a_circle",
    Invalid,
    en="The category would lie inside itself: {circle}. Choose one that does not lie in it.",
    uk="Категорія опинилася б усередині самої себе: {circle}. Виберіть ту, що не входить до неї.",
)

ADD_PRICE_GROUP = api.command(
    "add_price_group",
    "POST /price-groups",
    AddPriceGroup,
    PriceGroupView,
    roles=PRICERS,
    en="Add a price group",
    uk="Додати цінову групу",
    errors=(EXISTS,),
    example={"name": "Інструмент", "name_en": "Tools"},
)
CHANGE_PRICE_GROUP = api.command(
    "change_price_group",
    "PATCH /price-groups/{id}",
    ChangePriceGroup,
    PriceGroupView,
    roles=PRICERS,
    en="Change a price group",
    uk="Змінити цінову групу",
    errors=(EXISTS,),
    example={"name_en": "Hand tools"},
)
LIST_PRICE_GROUPS = api.listing(
    "list_price_groups",
    "GET /price-groups",
    PriceGroupView,
    roles=OFFICE,
    en="Price groups",
    uk="Цінові групи",
    orders=("name", "-name"),
    filters=(one_of("id", UUID),),
)
ADD_PRODUCT_CATEGORY = api.command(
    "add_product_category",
    "POST /product-categories",
    AddProductCategory,
    ProductCategoryView,
    roles=PRICERS,
    en="Add a product category",
    uk="Додати товарну категорію",
    errors=(EXISTS, UNKNOWN_REFERENCE),
    example={"name": "Настільні лампи", "name_en": "Desk lamps"},
)
CHANGE_PRODUCT_CATEGORY = api.command(
    "change_product_category",
    "PATCH /product-categories/{id}",
    ChangeProductCategory,
    ProductCategoryView,
    roles=PRICERS,
    en="Rename a product category or move it in the tree",
    uk="Перейменувати товарну категорію або перенести її в дереві",
    errors=(EXISTS, UNKNOWN_REFERENCE, CATEGORY_CIRCLE),
    example={"name_en": "Lamps for desks"},
)
LIST_PRODUCT_CATEGORIES = api.listing(
    "list_product_categories",
    "GET /product-categories",
    ProductCategoryView,
    roles=Role,
    en="Product categories",
    uk="Товарні категорії",
    orders=("name", "-name"),
    filters=(one_of("id", UUID), equals("parent_id", UUID)),
    search=True,
)
ADD_SEASON = api.command(
    "add_season",
    "POST /seasons",
    AddSeason,
    SeasonView,
    roles=PRICERS,
    en="Add a season",
    uk="Додати сезон",
    errors=(EXISTS,),
    example={"name": "Зима 2026/27", "name_en": "Winter 2026/27"},
)
CHANGE_SEASON = api.command(
    "change_season",
    "PATCH /seasons/{id}",
    ChangeSeason,
    SeasonView,
    roles=PRICERS,
    en="Change a season",
    uk="Змінити сезон",
    errors=(EXISTS,),
    example={"name_en": "Winter of 2026"},
)
LIST_SEASONS = api.listing(
    "list_seasons",
    "GET /seasons",
    SeasonView,
    roles=Role,
    en="Seasons",
    uk="Сезони",
    orders=("name", "-name"),
    filters=(one_of("id", UUID),),
)
ADD_SEASONAL_GROUP = api.command(
    "add_seasonal_group",
    "POST /seasonal-groups",
    AddSeasonalGroup,
    SeasonalGroupView,
    roles=PRICERS,
    en="Add a seasonal group",
    uk="Додати сезонну групу",
    errors=(EXISTS,),
    example={"name": "Опалення", "name_en": "Heating"},
)
CHANGE_SEASONAL_GROUP = api.command(
    "change_seasonal_group",
    "PATCH /seasonal-groups/{id}",
    ChangeSeasonalGroup,
    SeasonalGroupView,
    roles=PRICERS,
    en="Change a seasonal group",
    uk="Змінити сезонну групу",
    errors=(EXISTS,),
    example={"name_en": "For heating"},
)
LIST_SEASONAL_GROUPS = api.listing(
    "list_seasonal_groups",
    "GET /seasonal-groups",
    SeasonalGroupView,
    roles=Role,
    en="Seasonal groups",
    uk="Сезонні групи",
    orders=("name", "-name"),
    filters=(one_of("id", UUID),),
)
