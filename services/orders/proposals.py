"""Use cases of commercial proposals: made, changed by versions, agreed, sent, decided by the client (C1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.chassis.access import remember_asked
from services.chassis.contracts import ById
from services.chassis.errors import INVALID, STALE, UNKNOWN_REFERENCE, ErrorCode
from services.chassis.messages import FieldProblem
from services.chassis.references import at_fields
from services.chassis.tx import Reader, Tx
from services.deals.contracts import DealCard
from services.orders.contracts import (
    CHOICE_DOUBLE,
    CHOICE_MISSING,
    PROPOSAL_CHANGED,
    PROPOSAL_EXPIRED,
    PROPOSAL_ORDERED,
    PROPOSAL_PERIOD,
    PROPOSAL_REVISED,
    AcceptProposal,
    ChangeProposal,
    DeclineProposal,
    MakeProposal,
    ProposalContent,
    ProposalStatus,
    ProposedLine,
    ReturnProposal,
)
from services.orders.models import Proposal, ProposalLine, ProposalVersion
from services.orders.ordering import require_prices, require_warehouse
from services.orders.rules import amounts
from services.orders.rules import proposals as rules
from services.partners.contracts import TermsOfSale
from services.pricing.contracts import AskQuote, PricedLine, Quote, QuoteLine

_ZERO = Decimal(0)
_CONTENT = [name for name in ProposalContent.model_fields if name != "lines"]


@dataclass(frozen=True)
class Standing:
    """A proposal as it stood when peers were asked about it, and what its latest version would say after a change."""

    version: int
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None
    content: ProposalContent


def with_demand(asked: MakeProposal, deal: DealCard | None) -> ProposalContent:
    """The deal's offer, where the request speaks of neither an offer nor a price type; and where it has no lines, those
    of the deal's demand that name an item and are not satisfied yet, as firm ones."""
    said: dict[str, Any] = {name: getattr(asked, name) for name in ProposalContent.model_fields}
    if deal is None:
        return ProposalContent(**said)
    if not asked.model_fields_set & {"offer_id", "price_type_id"}:
        said["offer_id"] = deal.offer_id
    wanted = [line for line in deal.demand if line.item_id is not None and not line.satisfied]
    said["lines"] = asked.lines or tuple(ProposedLine.model_validate(line, from_attributes=True) for line in wanted)
    return ProposalContent(**said)


def make_proposal(
    tx: Tx, command: MakeProposal, content: ProposalContent, client: TermsOfSale, quote: Quote
) -> Proposal:
    """`content`: what the request says, with the lines of the deal's demand where it names none."""
    remember_asked(tx.session, client)
    proposal = Proposal(
        organization_id=command.organization_id,
        partner_id=client.partner_id,
        legal_entity_id=client.legal_entity_id,
        manager_id=client.manager_id,
        deal_id=command.deal_id,
        version_number=1,
    )
    proposal.versions = [_version(tx, proposal, content, quote)]
    proposal.number = tx.number("PRP", command.organization_id)
    tx.add(proposal)
    tx.announce(PROPOSAL_CHANGED, proposal)
    return proposal


def after_change(reader: Reader, command: ChangeProposal) -> Standing:
    """Whether it may be changed, and to what: asked before pricing is."""
    proposal = reader.get(Proposal, command.id)
    if proposal.order_id is not None:
        raise PROPOSAL_ORDERED()
    latest = proposal.latest
    rules.moved(latest.status, "change")
    lines = [ProposedLine.model_validate(line, from_attributes=True) for line in latest.lines]
    said = {name: getattr(latest, name) for name in _CONTENT}
    nullable = {name for name, field in ProposalContent.model_fields.items() if field.default is None}
    given = {
        name: getattr(command, name)
        for name in command.model_fields_set - {"id"}
        if name in nullable or getattr(command, name) is not None
    }
    return Standing(
        version=proposal.version,
        organization_id=proposal.organization_id,
        partner_id=proposal.partner_id,
        legal_entity_id=proposal.legal_entity_id,
        content=ProposalContent(**{**said, "lines": tuple(lines), **given}),
    )


def change_proposal(tx: Tx, command: ChangeProposal, standing: Standing, client: TermsOfSale, quote: Quote) -> Proposal:
    """Edited in place until it is sent; then the next version is made, and what was sent stays as it was."""
    proposal = tx.get(Proposal, command.id)
    if proposal.version != standing.version:
        raise STALE(version=proposal.version)
    remember_asked(tx.session, client)
    made = _version(tx, proposal, standing.content, quote)
    if proposal.latest.number == proposal.sent_number:
        made.number = proposal.version_number = proposal.latest.number + 1
        proposal.versions.append(made)
    else:
        _take_over(proposal.latest, made)
    return _changed(tx, proposal)


def submit_proposal(tx: Tx, command: ById) -> Proposal:
    proposal = _moved(tx, command.id, "submit")
    proposal.latest.return_reason = None
    return _changed(tx, proposal)


def approve_proposal(tx: Tx, command: ById) -> Proposal:
    proposal = _moved(tx, command.id, "approve")
    proposal.latest.agreed_at, proposal.latest.agreed_by = tx.now, tx.actor.user_id
    return _changed(tx, proposal)


def return_proposal(tx: Tx, command: ReturnProposal) -> Proposal:
    proposal = _moved(tx, command.id, "return")
    proposal.latest.return_reason = command.reason
    return _changed(tx, proposal)


def send_proposal(tx: Tx, command: ById) -> Proposal:
    """It goes to the client: by our own people's hands, or to the client's login here."""
    proposal = _moved(tx, command.id, "send")
    _demand_valid(tx, proposal.latest)
    proposal.latest.sent_at = tx.now
    proposal.sent_number = proposal.latest.number
    return _changed(tx, proposal)


def accept_proposal(tx: Tx, command: AcceptProposal) -> Proposal:
    """By the client itself, or by us when the client said so. Firm lines are chosen with whatever is named."""
    proposal = _decided(tx, command.id, "accept")
    version = proposal.latest
    _demand_valid(tx, version)
    _demand_whole_choice(tx, version, command.line_ids)
    for line in version.lines:
        line.chosen = line.alternative is None or line.id in command.line_ids
    _sum_up(version, [line for line in version.lines if line.chosen])
    return _changed(tx, proposal)


def decline_proposal(tx: Tx, command: DeclineProposal) -> Proposal:
    """Also when it has expired: why the client did not take it is worth knowing then too."""
    proposal = _decided(tx, command.id, "decline")
    proposal.latest.decline_reason = command.reason
    return _changed(tx, proposal)


def quote_for(content: ProposalContent, asked: dict[str, Any]) -> AskQuote:
    """The one question about all lines; `asked`: date, parties, whether the seller pays VAT."""
    lines = tuple(QuoteLine(**line.model_dump(include={*QuoteLine.model_fields})) for line in content.lines)
    same = ("offer_id", "card_id", "price_type_id", "prices_with_vat")
    return AskQuote(lines=lines, **asked, **{name: getattr(content, name) for name in same})


def _moved(tx: Tx, proposal_id: UUID, move: str) -> Proposal:
    proposal = tx.get(Proposal, proposal_id)
    proposal.latest.status = rules.moved(proposal.latest.status, move)
    return proposal


def _decided(tx: Tx, proposal_id: UUID, move: str) -> Proposal:
    proposal = tx.get(Proposal, proposal_id)
    if tx.actor.is_client and proposal.sent_number != proposal.version_number:
        raise PROPOSAL_REVISED()
    version = proposal.latest
    version.status = rules.moved(version.status, move)
    version.decided_at, version.decided_by = tx.now, tx.actor.user_id
    return proposal


def _changed(tx: Tx, proposal: Proposal) -> Proposal:
    tx.touch(proposal)
    tx.announce(PROPOSAL_CHANGED, proposal)
    return proposal


def _demand_valid(tx: Tx, version: ProposalVersion) -> None:
    if version.valid_to is not None and rules.is_expired(ProposalStatus.SENT, version.valid_to, tx.today):
        raise PROPOSAL_EXPIRED(valid_to=f"{version.valid_to:%d.%m.%Y}")


def _demand_whole_choice(tx: Tx, version: ProposalVersion, chosen: Sequence[UUID]) -> None:
    """Raises Invalid naming every line that is not there, every second one of its alternatives, and all alternatives
    of which nothing is chosen."""

    def problem(code: ErrorCode, pointer: str, **values: str) -> FieldProblem:
        return FieldProblem(pointer, code.name, code.sentence(tx.actor.language).format_map(values))

    there = {line.id for line in version.lines}
    unknown = [place for place, line_id in enumerate(chosen) if line_id not in there]
    double = [] if version.choose_several else rules.doubled(version.lines, chosen)
    wrong = [problem(UNKNOWN_REFERENCE, f"/line_ids/{place}", field="line_ids") for place in unknown]
    wrong += [problem(CHOICE_DOUBLE, f"/line_ids/{place}") for place in double]
    if groups := rules.undecided(version.lines, chosen):
        wrong.append(problem(CHOICE_MISSING, "/line_ids", groups=", ".join(map(str, groups))))
    if wrong:
        raise INVALID(wrong)


def _version(tx: Tx, proposal: Proposal, content: ProposalContent, quote: Quote) -> ProposalVersion:
    """A draft of the first version; refused where the warehouse, the last day or a price is wrong."""
    require_warehouse(tx, content.warehouse_id, proposal.organization_id)
    if content.valid_to is not None and content.valid_to < tx.today:
        raise at_fields(PROPOSAL_PERIOD, ["/valid_to"], tx.actor.language)
    require_prices(tx, quote.lines)
    version = ProposalVersion(
        proposal_id=proposal.id,
        number=1,
        status=ProposalStatus.DRAFT,
        quoted_on=quote.on,
        currency=quote.currency,
        priced_by=quote.price_type_id,
        terms=quote.terms.model_dump(mode="json") if quote.terms else None,
        needs_approval=quote.needs_approval,
        **{name: getattr(content, name) for name in _CONTENT},
    )
    priced = zip(content.lines, quote.lines, strict=True)
    version.lines = [_line(version, position, *pair) for position, pair in enumerate(priced, start=1)]
    firm = [line for line in version.lines if line.alternative is None]
    _sum_up(version, firm)
    version.firm_total = version.total
    return version


def _line(version: ProposalVersion, position: int, asked: ProposedLine, priced: PricedLine) -> ProposalLine:
    kept = ("item_id", "sku", "name", "unit", "kind", "quantity", "price", "listed_price", "rule_price")
    sums = ("discount", "total", "vat_rate", "vat", "needs_approval")
    return ProposalLine(
        version_id=version.id,
        proposal_id=version.proposal_id,
        position=position,
        alternative=asked.alternative,
        chosen=False,
        manual_price=asked.manual_price,
        manual_discount=asked.manual_discount,
        reasons=[reason.model_dump(mode="json") for reason in priced.reasons],
        **{name: getattr(priced, name) for name in (*kept, *sums)},
    )


def _take_over(version: ProposalVersion, made: ProposalVersion) -> None:
    """A version that nobody was sent says something else now; who agreed it before agreed something else."""
    for column in ProposalVersion.__table__.c:
        if column.key not in ("id", "number", "return_reason"):
            setattr(version, column.key, getattr(made, column.key))
    lines, made.lines = list(made.lines), []
    for line in lines:
        line.version_id = version.id
    version.lines = lines


def _sum_up(version: ProposalVersion, lines: Sequence[ProposalLine]) -> None:
    version.total = sum((line.total for line in lines), _ZERO)
    version.vat = sum((line.vat for line in lines), _ZERO)
    version.payable = amounts.payable(version.total, version.vat, prices_with_vat=version.prices_with_vat)
