"""Breaks of what is promised: contracts, frozen names and samples, descriptions, tables."""

from tests.architecture.breaking import HERE, Break

_KEPT = f"{HERE}/test_promises.py"
PROMISES = (
    Break(
        "every operation has its method",
        f"{_KEPT}::test_every_operation_has_its_method_and_every_method_its_operation[deals]",
        "services/deals/service.py",
        "",
        "    @operation(contracts.WIN_DEAL)\n",
    ),
    Break(
        "every event listened to has its handler",
        f"{_KEPT}::test_every_event_listened_to_has_its_handler_and_every_handler_its_event[deals]",
        "services/deals/contracts/__init__.py",
        '\napi.listens("orders.goods_shipped")\n',
    ),
    Break(
        "every event listened to exists",
        f"{_KEPT}::test_every_event_listened_to_exists",
        "services/deals/contracts/__init__.py",
        '\napi.listens("orders.order_dreamt_of")\n',
    ),
    Break(
        "who hears of some subjects only hears by what they are routed by",
        f"{_KEPT}::test_who_hears_only_of_some_subjects_says_what_they_are_routed_by",
        "services/deals/contracts/__init__.py",
        '\napi.listens("orders.goods_shipped", having="deal_id")\n',
    ),
    Break(
        "nobody listens to itself",
        f"{_KEPT}::test_nobody_listens_to_itself",
        "services/deals/contracts/__init__.py",
        '\napi.listens("deals.deal_changed")\n',
    ),
    Break(
        "services ask only those below them",
        f"{_KEPT}::test_services_ask_only_those_below_them",
        "services/partners/service.py",
        "\n\ndef upwards(call, request):\n    return call.ask(orders.GET_ORDER, request)\n",
    ),
    Break(
        "the graph of questions has no ring",
        f"{_KEPT}::test_the_graph_of_questions_has_no_ring",
        "services/partners/service.py",
        "\n\ndef upwards(call, request):\n    return call.ask(orders.GET_ORDER, request)\n",
    ),
)
_FROZEN = f"{HERE}/test_names_are_frozen.py"
FROZEN = (
    Break(
        "event addresses are frozen",
        f"{_FROZEN}::test_event_addresses_are_frozen",
        "services/deals/contracts/cards.py",
        'api.fact("deal_gained"',
        'api.fact("deal_won"',
    ),
    Break(
        "event queues are frozen",
        f"{_FROZEN}::test_event_queues_are_frozen",
        "services/chassis/contracts.py",
        'return f"queue.{service}"',
        'return f"events.{service}"',
    ),
    Break(
        "RPC queues and exchanges are frozen",
        f"{_FROZEN}::test_rpc_queues_and_exchanges_are_frozen",
        "services/deals/service.py",
        'name = "bargains"',
        'name = "deals"',
    ),
    Break(
        "metric names are frozen",
        f"{_FROZEN}::test_metrics_names_are_frozen",
        "services/chassis/metrics.py",
        '"ugoda_op_seconds"',
        '"ugoda_operation_seconds"',
    ),
    Break(
        "names on the wire and on disk are frozen",
        f"{_FROZEN}::test_names_on_the_wire_and_on_disk_are_frozen",
        "services/chassis/failpoints.py",
        '"just_before_commit"',
        '"before_commit"',
    ),
)
_LOOSE = """
from typing import Any
from services.chassis.actor import Role
from services.chassis.contracts import ById, Message


class Loose(Message):
    \"\"\"Anything at all.\"\"\"

    anything: Any


api.query("get_loose", "GET /loose/{id}", ById, Loose, roles=Role, en="Anything", uk="Будь-що")
"""
_SAID = f"{HERE}/test_documented.py"
DOCUMENTED = (
    Break(
        "every operation is described in both languages",
        f"{_SAID}::test_every_operation_is_described_in_both_languages",
        "services/orders/contracts/orders.py",
        'uk="Close an order"',
        'uk="Закрити відвантажене й оплачене замовлення"',
    ),
    Break(
        "every view and event says what it is",
        f"{_SAID}::test_every_view_and_event_says_what_it_is",
        "services/orders/contracts/stock.py",
        "",
        '    """A place where an organization\'s goods lie."""\n',
    ),
    Break(
        "every field in OpenAPI has a type",
        f"{_SAID}::test_every_field_in_openapi_has_a_type",
        "services/deals/contracts/__init__.py",
        _LOOSE,
    ),
    Break(
        "every refusal speaks both languages",
        f"{_SAID}::test_every_refusal_speaks_both_languages_with_the_same_facts",
        "services/orders/contracts/orders.py",
        "На складі вільно лише стільки з {item}",
        "На складі вільно лише {available} з {item}",
    ),
    Break(
        "every refusal tells what to do next",
        f"{_SAID}::test_every_refusal_tells_what_to_do_next",
        "services/orders/contracts/orders.py",
        "",
        " Take less or wait for a receipt.",
    ),
)
_READ = f"{HERE}/test_openapi.py"
OPENAPI = (
    Break(
        "the description is valid OpenAPI",
        f"{_READ}::test_the_description_is_valid_openapi",
        "gateway/openapi.py",
        '"name": name, "in": "address",',
        '"name": name, "in": place,',
    ),
    Break(
        "every operation says in words what it does",
        f"{_READ}::test_every_operation_says_in_words_what_it_does",
        "services/orders/contracts/orders.py",
        "",
        '    description="Only when all that is to be shipped is shipped and all that is owed is paid.",\n',
    ),
    Break(
        "no two addresses differ in names alone",
        f"{_READ}::test_no_two_addresses_differ_in_names_alone",
        "services/orders/contracts/returns.py",
        '"GET /orders/{order_id}",',
        '"GET /returns",',
    ),
    Break(
        "every parameter says what it means",
        f"{_READ}::test_every_parameter_says_what_it_means",
        "services/orders/contracts/desk.py",
        'equals("whole", bool)',
        'equals("whole", bool, about="that can be shipped whole")',
    ),
    Break(
        "every body has an example that its own model takes",
        f"{_READ}::test_every_body_has_an_example_that_its_own_model_takes",
        "services/partners/contracts/organizations.py",
        '"edrpou": "42001039"',
        '"edrpou": "42001038"',
    ),
)
_TABLES = f"{HERE}/test_tables.py"
_TABLE = """

class Dream(Base):
    __tablename__ = "dreams"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
"""
TABLES = (
    Break(
        "amounts and times only in the chassis's types",
        f"{_TABLES}::test_amounts_and_times_are_kept_in_the_chassis_types",
        "services/deals/models/deals.py",
        f"{_TABLE}    size: Mapped[float]\n",
    ),
    Break(
        "no column types of a service's own",
        f"{_TABLES}::test_chassis_types_are_the_only_types_of_our_own",
        "services/deals/models/deals.py",
        f"\n\nclass Own(SortKey):\n    cache_ok = True{_TABLE}    size: Mapped[str] = mapped_column(Own)\n",
    ),
    Break(
        "models equal migrations on SQLite",
        f"{_TABLES}::test_models_equal_migrations_on_sqlite[deals]",
        "services/deals/models/deals.py",
        _TABLE,
    ),
    Break(
        "models equal migrations on PostgreSQL",
        f"{_TABLES}::test_models_equal_migrations_on_postgres[deals]",
        "services/deals/models/deals.py",
        _TABLE,
    ),
    Break(
        "what is written of a client goes with it",
        f"{_TABLES}::test_what_is_written_of_a_client_goes_when_it_is_erased[marketing]",
        "services/marketing/models/claims.py",
        "    description: Mapped[str | None] = mapped_column(String(4000))\n",
        '    description: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})\n',
    ),
    Break(
        "revisions are numbered in one line",
        f"{_TABLES}::test_revisions_are_numbered_in_one_line[deals]",
        "services/deals/migrations/versions/0009_out_of_line.py",
        '"""Out of line."""\n',
    ),
)
_SAMPLES = "tests/contracts/test_events.py"
SAMPLES = (
    Break(
        "publishers say what was frozen",
        f"{_SAMPLES}::test_the_publisher_says_exactly_what_was_frozen[orders.order_changed]",
        "services/orders/contracts/order_views.py",
        "",
        "    shipped_amount: MoneyAmount\n",
    ),
    Break(
        "an added field is frozen too",
        f"{_SAMPLES}::test_the_publisher_says_exactly_what_was_frozen[orders.order_changed]",
        "services/orders/contracts/order_views.py",
        "    shipped_amount: MoneyAmount\n    comment: str | None\n",
        "    shipped_amount: MoneyAmount\n",
    ),
    Break(
        "every event has a sample",
        f"{_SAMPLES}::test_the_view_loads_its_own_sample",
        "services/deals/contracts/cards.py",
        '\nDEAL_PAUSED = api.fact("deal_paused", DealWon, subject="deal")\n',
    ),
    Break(
        "no sample outlives its event unnoticed",
        f"{_SAMPLES}::test_no_sample_is_left_of_an_event_that_is_gone",
        "tests/contracts/samples/deals.deal_forgotten.json",
        "{}\n",
    ),
    Break(
        "every consumer applies the sample",
        f"{_SAMPLES}::test_every_consumer_applies_the_frozen_sample[sqlite-orders-pricing.item_changed]",
        "services/pricing/contracts/item_cards.py",
        "    sku: str\n    shelf: str\n",
        "    sku: str\n",
    ),
    Break(
        "every consumer tolerates unknown fields",
        f"{_SAMPLES}::test_every_consumer_tolerates_fields_it_does_not_know[sqlite-orders-pricing.item_changed]",
        "services/chassis/contracts.py",
        'model_config = ConfigDict(extra="forbid", frozen=True',
        'model_config = ConfigDict(extra="ignore", frozen=True',
    ),
    Break(
        "a new event names the command that freezes it",
        f"{_SAMPLES}::test_a_new_event_fails_with_the_command_that_freezes_it",
        "tests/contracts/frozen.py",
        "has no frozen sample.",
        "has no frozen sample. Make it: {command_for(event)}",
    ),
    Break(
        "freezing writes what is frozen",
        f"{_SAMPLES}::test_freezing_writes_what_is_frozen_already",
        "services/pricing/contracts/item_cards.py",
        "    sku: str\n    shelf: str = 'top'\n",
        "    sku: str\n",
    ),
    Break(
        "freezing never breaks a promise",
        f"{_SAMPLES}::test_freezing_refuses_to_break_what_was_promised",
        "tests/contracts/freeze.py",
        "if False and path.exists()",
        "if path.exists()",
    ),
    Break(
        "samples name nobody real",
        f"{_SAMPLES}::test_a_sample_names_nobody_real",
        "tests/contracts/samples/partners.staff_changed.json",
        "mavka@poshta.example",
        "mavka@vyhadka.example",
    ),
)
_RIGHTS = f"{HERE}/test_rights.py"
RIGHTS = (
    Break(
        "every operation stands in the table of rights",
        f"{_RIGHTS}::test_every_operation_stands_in_the_table_of_rights",
        "tests/flows/rights/table/deals.py",
        "",
        '    "win_deal": SELLERS,\n',
    ),
    Break(
        "contracts allow what the table allows",
        f"{_RIGHTS}::test_contracts_allow_what_the_table_allows",
        "tests/flows/rights/table/deals.py",
        '    "win_deal": {Role.ADMINISTRATOR},\n',
        '    "win_deal": SELLERS,\n',
    ),
)
IN_PROMISES = (*PROMISES, *FROZEN, *DOCUMENTED, *OPENAPI, *TABLES, *SAMPLES, *RIGHTS)
