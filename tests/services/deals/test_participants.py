"""Who takes part in a deal (D7), and what we know of them from other deals."""

from typing import Any
from uuid import UUID

import pytest

from services.chassis.ids import uuid7
from services.deals import contracts
from services.partners import contracts as partners
from tests.services.builders import OLENA, RIVAL, Pipeline, a_partner
from tests.services.cast import ADMIN, DARYNA, DARYNA_ID, DZVIN, HEAD, KALYNA, SVITLODIM, TARAS


def add(pipeline: Pipeline, deal: Any, side: str, subject: object, by: Any = HEAD, **more: Any) -> dict[str, Any]:
    body = {"id": deal["id"], "side": side, "subject_id": subject, **more}
    return pipeline.bench.do(contracts.ADD_PARTICIPANT, body, by=by)


def faults(refusal: Any) -> dict[str, str]:
    return {field.pointer: field.code for field in refusal.fields}


def test_each_participant_has_a_side_a_role_and_an_attitude(pipeline: Pipeline) -> None:
    role = pipeline.bench.do(contracts.ADD_PARTICIPANT_ROLE, {"name": "Платить"}, by=ADMIN)["id"]
    deal = pipeline.a_deal()
    add(pipeline, deal, "contact_person", OLENA, role_id=role, attitude="supports", comment="Любить подробиці")
    shown = add(pipeline, deal, "competitor", RIVAL)["participants"]
    assert [(one["side"], one["name"], one["role"], one["attitude"]) for one in shown] == [
        ("contact_person", "Олена Вигадана", "Платить", "supports"),
        ("competitor", None, None, None),
    ]
    assert pipeline.bench.do(contracts.GET_DEAL, {"id": deal["id"]})["participants"] == shown


def test_staff_and_partners_are_called_what_they_are_called_now(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    add(pipeline, deal, "staff", DARYNA_ID)
    add(pipeline, deal, "competitor", RIVAL)
    pipeline.bench.hear(partners.PARTNER_CHANGED, a_partner(id=RIVAL, name="Вогник", manager_id=DARYNA_ID))
    staff = {"id": DARYNA_ID, "organization_id": SVITLODIM, "full_name": "Дарина Друга", "version": 2}
    rest = dict.fromkeys(("position", "email", "department_id", "superior_id"))
    pipeline.bench.hear(partners.STAFF_CHANGED, partners.StaffView(**staff, **rest))
    shown = pipeline.bench.do(contracts.GET_DEAL, {"id": deal["id"]})["participants"]
    assert [one["name"] for one in shown] == ["Дарина Друга", "Вогник"]


@pytest.mark.parametrize(
    ("side", "subject"),
    [
        ("staff", uuid7()),
        ("contact_person", uuid7()),
        ("contact_person", RIVAL),
        ("competitor", uuid7()),
        ("competitor", KALYNA.id),
        ("partner", RIVAL),
        ("subcontractor", RIVAL),
    ],
)
def test_one_who_is_not_there_on_that_side_is_named_at_the_field(
    pipeline: Pipeline, side: str, subject: object
) -> None:
    body = {"id": pipeline.a_deal()["id"], "side": side, "subject_id": subject}
    refusal = pipeline.bench.refuses(contracts.ADD_PARTICIPANT, body)
    assert faults(refusal) == {"/subject_id": "participant_unknown"}
    assert "{" not in refusal.fields[0].message + refusal.sentence("uk")


def test_a_manager_names_a_competitor_whose_card_is_another_s(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(by=TARAS)
    assert add(pipeline, deal, "competitor", RIVAL, by=TARAS)["participants"][0]["subject_id"] == str(RIVAL)


def test_nobody_takes_part_in_a_deal_twice(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    add(pipeline, deal, "staff", DARYNA_ID)
    body = {"id": deal["id"], "side": "staff", "subject_id": DARYNA_ID}
    assert faults(pipeline.bench.refuses(contracts.ADD_PARTICIPANT, body)) == {"/subject_id": "takes_part_already"}


def test_a_participant_is_changed_and_removed(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    one = add(pipeline, deal, "staff", DARYNA_ID, attitude="neutral", comment="Рахує")["participants"][0]
    change = {"id": deal["id"], "participant_id": one["id"], "attitude": "against", "comment": None}
    changed = pipeline.bench.do(contracts.CHANGE_PARTICIPANT, change)["participants"][0]
    assert (changed["attitude"], changed["comment"], changed["side"]) == ("against", None, "staff")
    refusal = pipeline.bench.refuses(contracts.CHANGE_PARTICIPANT, {**change, "role_id": uuid7()})
    assert faults(refusal) == {"/role_id": "unknown_reference"}
    gone = {"id": deal["id"], "participant_id": one["id"]}
    assert pipeline.bench.do(contracts.REMOVE_PARTICIPANT, gone)["participants"] == []
    assert pipeline.bench.refuses(contracts.REMOVE_PARTICIPANT, gone).code.name == "not_found"
    assert pipeline.bench.refuses(contracts.CHANGE_PARTICIPANT, change).code.name == "not_found"


def test_the_winner_of_a_lost_deal_is_a_competitor_who_took_part(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    lose = {"id": deal["id"], "loss_reason_id": pipeline.reason, "competitor_id": RIVAL}
    add(pipeline, deal, "staff", DARYNA_ID)
    for winner in (RIVAL, DARYNA_ID):
        refusal = pipeline.bench.refuses(contracts.LOSE_DEAL, {**lose, "competitor_id": winner})
        assert faults(refusal) == {"/competitor_id": "not_a_competitor"}
    add(pipeline, deal, "competitor", RIVAL)
    assert pipeline.bench.do(contracts.LOSE_DEAL, lose)["competitor_id"] == str(RIVAL)
    assert [event["data"]["competitor_id"] for event in pipeline.bench.events()[-2:]] == [str(RIVAL)] * 2


def test_what_we_know_of_a_participant_is_counted_over_the_deals_one_may_see(pipeline: Pipeline) -> None:
    won, lost, lost_otherwise, _ = (pipeline.a_deal() for _ in range(4))
    other = pipeline.a_deal(client=DZVIN)
    for deal in (won, lost, lost_otherwise, other):
        add(pipeline, deal, "competitor", RIVAL)
    pipeline.bench.do(contracts.WIN_DEAL, {"id": won["id"]})
    pipeline.lose(lost, competitor_id=RIVAL)
    pipeline.lose(lost_otherwise)
    asked = {"subject_id": RIVAL}
    known = pipeline.bench.do(contracts.GET_PARTICIPANT, asked)["sides"]
    as_rival = {"side": "competitor", "won": 1, "lost": 2, "won_by_it": 1, "won_share": "33.3300"}
    assert known == [{**as_rival, "deals": 4, "in_work": 1}]
    assert pipeline.bench.do(contracts.GET_PARTICIPANT, asked, by=TARAS)["sides"] == [
        {**as_rival, "deals": 3, "in_work": 0}
    ]
    of_daryna = pipeline.bench.do(contracts.GET_PARTICIPANT, asked, by=DARYNA)["sides"][0]
    assert (of_daryna["deals"], of_daryna["won_share"]) == (1, None)
    listed = pipeline.bench.listed(contracts.LIST_DEALS, participant_id=RIVAL)
    assert {row["id"] for row in listed} == {won["id"], lost["id"], lost_otherwise["id"], other["id"]}
    assert pipeline.bench.refuses(contracts.GET_PARTICIPANT, {"subject_id": uuid7()}).code.name == "not_found"


def test_merged_cards_of_a_participant_have_one_record_whichever_is_asked_for(pipeline: Pipeline) -> None:
    """A deal in which both stand is one deal."""
    twin = a_partner(name="ТОВ «Вогник Двійник»", roles=(partners.PartnerRole.COMPETITOR,), id=uuid7())
    pipeline.bench.peers.reply(partners.GET_PARTNER, lambda asked, _: a_rival_s_card(asked.id))
    lost_to_one, lost_to_other, both = (pipeline.a_deal() for _ in range(3))
    for deal, cards in ((lost_to_one, [RIVAL]), (lost_to_other, [twin.id]), (both, [RIVAL, twin.id])):
        for card in cards:
            add(pipeline, deal, "competitor", card)
    pipeline.lose(lost_to_one, competitor_id=RIVAL)
    pipeline.lose(lost_to_other, competitor_id=twin.id)
    rival = a_partner(id=RIVAL, name="ТОВ «Вогник»")
    pipeline.bench.hear(partners.PARTNER_CHANGED, rival, subject_id=RIVAL)
    merged = twin.model_copy(update={"merged_into": RIVAL})
    pipeline.bench.hear(partners.PARTNER_CHANGED, merged, subject_id=twin.id)
    for card in (RIVAL, twin.id):
        known = pipeline.bench.do(contracts.GET_PARTICIPANT, {"subject_id": card})
        assert known["name"] == "ТОВ «Вогник»"
        assert [(one["deals"], one["in_work"], one["lost"], one["won_by_it"]) for one in known["sides"]] == [
            (3, 1, 2, 2)
        ]
        listed = pipeline.bench.listed(contracts.LIST_DEALS, participant_id=card)
        assert sorted(row["id"] for row in listed) == sorted(deal["id"] for deal in (lost_to_one, lost_to_other, both))


def test_a_merged_card_of_a_competitor_takes_part_where_its_heir_does(pipeline: Pipeline) -> None:
    heir = uuid7()
    pipeline.bench.peers.reply(partners.GET_PARTNER, lambda asked, _: a_rival_s_card(asked.id))
    deal = pipeline.a_deal()
    add(pipeline, deal, "competitor", RIVAL)
    merged = a_partner(id=RIVAL, name="Вогник", merged_into=heir)
    pipeline.bench.hear(partners.PARTNER_CHANGED, merged, subject_id=RIVAL)
    again = {"id": deal["id"], "side": "competitor", "subject_id": heir}
    assert faults(pipeline.bench.refuses(contracts.ADD_PARTICIPANT, again)) == {"/subject_id": "takes_part_already"}
    assert pipeline.lose(deal, competitor_id=heir)["competitor_id"] == str(heir)


def a_rival_s_card(card: UUID) -> partners.PartnerView:
    row = a_partner(id=card, name="Вогник", roles=(partners.PartnerRole.COMPETITOR,))
    rest: dict[str, Any] = {"notes": None, "legal_entities": (), "contact_persons": (), "details": ()}
    return partners.PartnerView(**{**row.__dict__, **rest})


def test_a_client_that_is_erased_takes_its_people_s_names_out_of_deals_and_audit(pipeline: Pipeline) -> None:
    deal, other = pipeline.a_deal(), pipeline.a_deal(client=DZVIN)
    add(pipeline, deal, "contact_person", OLENA, comment="Мати двох дітей")
    add(pipeline, other, "staff", DARYNA_ID, comment="Наша")
    pipeline.bench.hear(partners.PARTNER_ERASED, partners.PartnerErased(partner_id=KALYNA.id), subject_id=uuid7())
    one = pipeline.bench.do(contracts.GET_DEAL, {"id": deal["id"]})["participants"][0]
    assert (one["name"], one["comment"]) == (None, None)
    assert pipeline.bench.do(contracts.GET_DEAL, {"id": other["id"]})["participants"][0]["comment"] == "Наша"
    audit = str([row.changes for row in pipeline.bench.audit(deal["id"])])
    assert "Олена" not in audit
    assert "двох дітей" not in audit
    assert "contact_person" in audit


@pytest.mark.parametrize("people", [1, 20])
def test_a_card_takes_as_many_statements_for_many_participants_as_for_one(pipeline: Pipeline, people: int) -> None:
    pipeline.bench.peers.reply(partners.GET_STAFF, partners.StaffView.model_construct())
    deal = pipeline.a_deal()
    for _ in range(people):
        add(pipeline, deal, "staff", uuid7())
    with pipeline.bench.statements() as seen:
        pipeline.bench.do(contracts.GET_DEAL, {"id": deal["id"]})
    assert len(seen) == 7, seen
