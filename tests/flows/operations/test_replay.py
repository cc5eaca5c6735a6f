"""`ugoda replay` makes deleted rows of consumers again, byte for byte, the facts of closed deals among them."""

import pytest

from services.chassis.settings import SERVICES
from tests.flows.operations.scene import (
    Firm,
    a_client,
    a_deal,
    a_payment,
    an_order,
    change,
    dump,
    one,
    sell,
    settle,
    wait_until,
)
from tests.house import Api, House

pytestmark = pytest.mark.flow

FED_BY_EVENTS = [("partners", "timeline"), ("orders", "known_items"), ("orders", "known_staff")]
FED_BY_EVENTS += [("marketing", f"known_{what}") for what in ("clients", "deals", "orders", "sales", "items")]
FED_BY_EVENTS += [(service, "inbox") for service in SERVICES]
FED_BY_EVENTS += [(service, "partner_access") for service in SERVICES if service != "partners"]


@pytest.fixture(scope="module")
def history(own_house: House, firm: Firm) -> None:
    """Deals won, lost, open, lost twice before the win; orders cancelled, half shipped and closed; cards changed,
    handed over, archived."""
    api = own_house.api()
    client = a_client(api, firm, "ТОВ «Пам'ять»")
    won, lost, _ = (a_deal(api, firm, client, f"Угода {fate}")["id"] for fate in ("виграна", "програна", "відкрита"))
    api.post(f"/deals/{won}/stage", {"stage": "terms"})
    api.post(f"/deals/{won}/win")
    api.post(f"/deals/{lost}/lose", {"loss_reason_id": firm.loss_reason})
    twice = a_deal(api, firm, client, "Угода повернута")["id"]
    for _ in range(2):
        api.post(f"/deals/{twice}/lose", {"loss_reason_id": firm.loss_reason})
        api.post(f"/deals/{twice}/reopen", {"reason": "Повернулися"})
    api.post(f"/deals/{twice}/win")
    sell(api, firm, "remembered")
    order = an_order(api, firm, client, "half-shipped")
    part = [{"line_id": order["lines"][0]["id"], "quantity": "2"}]
    api.post("/shipments", {"order_id": order["id"], "lines": part})
    a_payment(api, firm, client, order, "half-shipped")
    cancelled = an_order(api, firm, client, "cancelled")
    api.post(f"/orders/{cancelled['id']}/cancel", {"reason": "Передумали"})
    claim = api.post("/claims", {"subject": "Подряпина", "kind": "quality", "order_id": order["id"]})
    api.post(f"/claims/{claim['id']}/review", {})
    api.post("/tasks", {"title": "Передзвонити", "partner_id": client, "assignee_id": firm.manager})
    for number in range(10):
        api.post(f"/partners/{client}", {"notes": f"Нотатка {number}"}, method="PATCH")
    archived = a_client(api, firm, "ТОВ «Архів»")
    api.post(f"/partners/{archived}/archive")
    _hand_over(own_house, api, firm.manager, firm.other_manager)
    settle(own_house)


def test_deleted_rows_are_made_again_byte_for_byte(own_house: House, history: None) -> None:
    before = _dumps(own_house)
    tasks = dump(own_house, "partners", "tasks")
    for fate in ("won", "lost"):
        closed = one(own_house, "deals", f"SELECT count(*) FROM deal_closings WHERE status = '{fate}'")
        assert one(own_house, "partners", f"SELECT count(*) FROM timeline WHERE kind = 'deal_{fate}'") == closed > 0
    taken_back = one(own_house, "partners", "SELECT count(*) FROM timeline WHERE status = 'reopened'")
    assert (
        taken_back == one(own_house, "deals", "SELECT count(*) FROM deal_closings WHERE reopened_at IS NOT NULL") == 2
    )
    for service, table in FED_BY_EVENTS:
        change(own_house, service, f"DELETE FROM {table}")
    own_house.ugoda("replay", "all")
    settle(own_house)
    for place, wanted in before.items():
        assert _dumps(own_house)[place] == wanted, place
    assert dump(own_house, "partners", "tasks") == tasks, "a replay must not ask anybody for approval again"


def test_a_replay_over_whole_rows_changes_nothing(own_house: House, history: None) -> None:
    before = _dumps(own_house)
    assert "order_changed" in own_house.ugoda("replay", "all")
    settle(own_house)
    assert _dumps(own_house) == before


def _hand_over(house: House, api: Api, source: str, target: str) -> None:
    job = api.post(f"/staff/{source}/hand-over", {"to_staff_id": target})["id"]
    wait_until(lambda: api.get(f"/jobs/{job}")["status"] == "done", "the hand-over")
    settle(house)


def _dumps(house: House) -> dict[tuple[str, str], list[str]]:
    return {(service, table): dump(house, service, table) for service, table in FED_BY_EVENTS}
