"""How partners' records are shown: to callers, in events, in replays."""

from services.chassis.jobs import register_views
from services.chassis.segment_cards import segment_view
from services.chassis.tx import Reader, Views, first_moment
from services.partners.contracts import (
    ContactDetailView,
    ContactPersonView,
    ContractView,
    DepartmentView,
    InteractionDone,
    InteractionStatus,
    InteractionView,
    LegalEntityView,
    NoteView,
    OrganizationView,
    PartnerErased,
    PartnerRow,
    PartnerSegmentView,
    PartnersReassigned,
    PartnerView,
    RegionView,
    RelationshipView,
    ReminderView,
    StaffView,
    TaskCard,
    TaskView,
)
from services.partners.models import (
    BusinessRegion,
    Contract,
    Department,
    Erasure,
    Interaction,
    Note,
    Organization,
    Partner,
    PartnerSegment,
    Reassignment,
    Relationship,
    Reminder,
    Staff,
    Task,
)
from services.partners.rules.tasks import is_overdue

views = Views()
register_views(views, "partners")


@views.of(PartnerSegmentView, PartnerSegment)
def partner_segment_view(_: Reader, segment: PartnerSegment) -> PartnerSegmentView:
    return segment_view(PartnerSegmentView, segment, "partners")


views.as_kept(OrganizationView, Organization)
views.as_kept(DepartmentView, Department)
views.as_kept(StaffView, Staff)
views.as_kept(RegionView, BusinessRegion)


@views.of(PartnerRow, Partner)
def partner_row(reader: Reader, partner: Partner) -> PartnerRow:
    row = PartnerRow.model_validate(partner, from_attributes=True)
    # how it was won is ours to know
    return row.model_copy(update={"primary_interest": None}) if reader.actor.is_client else row


@views.of(PartnerView, Partner)
def partner_view(reader: Reader, partner: Partner) -> PartnerView:
    row = partner_row(reader, partner)
    return PartnerView(
        **row.__dict__,
        notes=None if reader.actor.is_client else partner.notes,  # what our people think of it is theirs
        legal_entities=tuple(
            LegalEntityView.model_validate(entity, from_attributes=True) for entity in partner.legal_entities
        ),
        contact_persons=tuple(
            ContactPersonView.model_validate(person, from_attributes=True) for person in partner.contact_persons
        ),
        details=tuple(ContactDetailView.model_validate(detail, from_attributes=True) for detail in partner.details),
    )


views.as_kept(ContractView, Contract)
views.as_kept(RelationshipView, Relationship)
views.as_kept(PartnersReassigned, Reassignment)


@views.of(PartnerErased, Erasure)
def partner_erased(_: Reader, erasure: Erasure) -> PartnerErased:
    return PartnerErased(partner_id=erasure.partner_id)


task_view = views.as_kept(TaskView, Task)


@views.of(TaskCard, Task)
def task_card(reader: Reader, task: Task) -> TaskCard:
    row = task_view(reader, task).__dict__
    return TaskCard(**row, overdue=is_overdue(task.status, task.due_at, first_moment(reader.today)))


views.as_kept(InteractionView, Interaction)
views.as_kept(
    InteractionDone,
    Interaction,
    where=lambda: Interaction.status == InteractionStatus.DONE,
    at=lambda interaction: interaction.happens_at,
)
views.as_kept(NoteView, Note)
views.as_kept(ReminderView, Reminder)
