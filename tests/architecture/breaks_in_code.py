"""Breaks of rules about code: imports, purity, transactions, visibility, shape."""

from tests.architecture.breaking import HERE, Break


def _imports(contract: str, rule: str, path: str, new: str) -> Break:
    return Break(rule, f"{HERE}/test_imports.py::test_imports_go_only_where_they_may[{contract}]", path, new)


IMPORTS = (
    _imports(
        "services-meet-in-contracts",
        "a service imports of another only its contracts",
        "services/orders/ordering.py",
        "\nfrom services.deals.models import Deal\n",
    ),
    _imports(
        "the-chassis-knows-no-service",
        "the chassis imports no service",
        "services/chassis/text.py",
        "\nfrom services.deals import contracts\n",
    ),
    _imports(
        "the-gateway-knows-no-business",
        "the gateway imports only chassis and contracts",
        "gateway/http.py",
        "\nfrom services.orders.rules import amounts\n",
    ),
    _imports(
        "nameko-stays-at-the-door",
        "only service.py, host and start-up import Nameko",
        "services/deals/kinds.py",
        "\nimport eventlet\n",
    ),
    _imports(
        "the-gateway-runs-without-eventlet",
        "the gateway reaches no eventlet",
        "gateway/people.py",
        "\nfrom services.chassis import outlet\n",
    ),
    _imports(
        "business-code-runs-under-any-host",
        "use cases stand on no host",
        "services/deals/kinds.py",
        "\nfrom services.chassis.host import operation\n",
    ),
    _imports(
        "parts-of-a-service-look-down",
        "a service's parts import what is below them",
        "services/deals/models/deals.py",
        "\nfrom services.deals.views import views\n",
    ),
    Break(
        "no import contract is dropped quietly",
        f"{HERE}/test_imports.py::test_every_contract_of_the_import_linter_is_known_here",
        "pyproject.toml",
        'id = "another"',
        'id = "services-meet-in-contracts"',
    ),
)
_PURE = f"{HERE}/test_rules_are_pure.py"
PURITY = (
    Break(
        "rules import only what is pure",
        f"{_PURE}::test_rules_import_only_what_is_pure",
        "services/deals/rules/moves.py",
        "\nimport os\n",
    ),
    Break(
        "rules read no clock",
        f"{_PURE}::test_rules_read_no_clock_and_throw_no_dice",
        "services/deals/rules/moves.py",
        "\nfrom datetime import datetime\n\nMADE = datetime.now()\n",
    ),
    Break(
        "rules keep nothing between calls",
        f"{_PURE}::test_rules_keep_nothing_between_calls",
        "services/deals/rules/moves.py",
        "\nseen = 0\n\n\ndef count() -> None:\n    global seen\n    seen += 1\n",
    ),
)
_TX = f"{HERE}/test_transactions.py"
TRANSACTIONS = (
    Break(
        "only the chassis commits",
        f"{_TX}::test_only_the_chassis_commits_and_rolls_back",
        "services/deals/kinds.py",
        "\n\ndef hurry(tx: Tx) -> None:\n    tx.session.commit()\n",
    ),
    Break(
        "only the chassis opens sessions",
        f"{_TX}::test_only_the_chassis_opens_sessions",
        "services/deals/kinds.py",
        "\n\ndef aside(runtime):\n    with runtime.database.write() as session:\n        session.flush()\n",
    ),
    Break(
        "only the chassis publishes",
        f"{_TX}::test_only_the_chassis_publishes",
        "services/deals/kinds.py",
        '\n\ndef shout(channel):\n    channel.basic_publish("deals.events", "deals.deal_won", b"{}")\n',
    ),
    Break(
        "only the chassis touches outbox and inbox",
        f"{_TX}::test_only_the_chassis_touches_its_tables",
        "services/deals/kinds.py",
        "\nfrom services.chassis.tables import outbox\n",
    ),
    Break(
        "peers are asked before the transaction",
        f"{_TX}::test_peers_are_asked_only_in_service_py",
        "services/deals/kinds.py",
        "\n\ndef inside(call, operation, request):\n    return call.ask(operation, request)\n",
    ),
    Break(
        "handlers of events ask nobody",
        f"{_TX}::test_nobody_asks_a_peer_while_handling_an_event",
        "services/deals/service.py",
        "\n\ndef on_something(self, call, request):\n    return call.ask(partners.GET_PARTNER, request)\n",
    ),
)
_SEEN = f"{HERE}/test_visibility.py"
VISIBILITY = (
    Break(
        "every record says who may see it",
        f"{_SEEN}::test_every_record_says_who_may_see_it",
        "services/deals/models/deals.py",
        '\n\nclass Dream(Record, Base):\n    __tablename__ = "dreams"\n',
    ),
    Break(
        "every list is limited to the actor's rows",
        f"{_SEEN}::test_every_list_is_limited_to_what_the_actor_may_see",
        "services/deals/service.py",
        "call.list(deals.query, deals.columns)",
        "call.list(deals.query, deals.columns, Deal)",
    ),
    Break(
        "every answer is limited to the actor's rows",
        f"{_SEEN}::test_every_answer_read_is_limited_to_what_the_actor_may_see",
        "services/deals/service.py",
        "\n\ndef peek(call):\n    return call.read(pipeline.win_everything)\n",
    ),
    Break(
        "every report asks what is visible",
        f"{_SEEN}::test_every_report_asks_what_is_visible",
        "services/orders/reports.py",
        "\n\ndef all_of_it(reader: Reader) -> Any:\n    return reader.rows(select(Shipment.total))\n",
    ),
)
_SHAPE = f"{HERE}/test_shape.py"
SHAPE = (
    Break(
        "no file over 400 lines",
        f"{_SHAPE}::test_no_file_is_longer_than_400_lines",
        "services/deals/kinds.py",
        "# one more line\n" * 400,
    ),
    Break(
        "no function over 50 lines",
        f"{_SHAPE}::test_no_function_is_longer_than_50_lines",
        "services/deals/kinds.py",
        "\n\ndef long() -> int:\n    count = 0\n" + "    count += 1\n" * 50 + "    return count\n",
    ),
    Break(
        "the same parts in every service",
        f"{_SHAPE}::test_every_service_has_the_same_parts[deals]",
        f"{HERE}/test_shape.py",
        '"migrations", "adapters")',
        '"migrations")',
    ),
    Break(
        "every service says what it announces and asks",
        f"{_SHAPE}::test_every_service_says_what_it_owns_and_whom_it_asks[deals]",
        "services/deals/__init__.py",
        "Says",
        "Announces",
    ),
    Break(
        "every module says what it is for",
        f"{_SHAPE}::test_every_module_says_what_it_is_for",
        "services/deals/rules/dreams.py",
        "DREAMS = 1\n",
    ),
    Break(
        "nothing is printed",
        f"{_SHAPE}::test_nothing_is_printed",
        "services/deals/kinds.py",
        '\nprint("here")\n',
    ),
    Break(
        "no two functions do the same",
        f"{_SHAPE}::test_no_two_functions_do_the_same",
        "services/deals/kinds.py",
        "".join(
            f"""

def {name}(numbers: list[int]) -> int:
    found = 0
    for number in numbers:
        if number > 0:
            found += number
        else:
            found -= number
    if found > 100:
        raise ValueError(found)
    return found
"""
            for name in ("twin", "other_twin")
        ),
    ),
    Break(
        "decisions are numbered without gaps",
        f"{_SHAPE}::test_decisions_are_numbered_without_gaps",
        "docs/decisions/9999-nothing-before-it.md",
        "# Nothing before it\n",
    ),
    Break(
        "every rule has its break",
        f"{HERE}/test_every_rule_can_break.py::test_every_rule_has_a_break",
        f"{HERE}/test_dreams.py",
        "def test_nothing_is_dreamt() -> None:\n    assert True\n",
    ),
    Break(
        "every break has its rule",
        f"{HERE}/test_every_rule_can_break.py::test_every_break_names_a_rule_that_exists",
        f"{HERE}/test_shape.py",
        "def test_nothing_is_shouted(",
        "def test_nothing_is_printed(",
    ),
    Break(
        "every break can still be made",
        f"{HERE}/test_every_rule_can_break.py::test_every_break_can_still_be_made",
        "services/deals/__init__.py",
        "Says",
        "Announces",
    ),
)
IN_CODE = (*IMPORTS, *PURITY, *TRANSACTIONS, *VISIBILITY, *SHAPE)
