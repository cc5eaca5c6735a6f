"""How partners' records are shown: to callers, in events, in replays."""

from services.chassis.jobs import register_views
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
    job = None if segment.refresh_job_id is None else f"partners.{segment.refresh_job_id}"
    shown = {name: getattr(segment, name, None) for name in PartnerSegmentView.model_fields}
    return PartnerSegmentView.model_validate({**shown, "refresh_job": job})


@views.of(OrganizationView, Organization)
def organization_view(_: Reader, organization: Organization) -> OrganizationView:
    return OrganizationView.model_validate(organization, from_attributes=True)


@views.of(DepartmentView, Department)
def department_view(_: Reader, department: Department) -> DepartmentView:
    return DepartmentView.model_validate(department, from_attributes=True)


@views.of(StaffView, Staff)
def staff_view(_: Reader, staff: Staff) -> StaffView:
    return StaffView.model_validate(staff, from_attributes=True)


@views.of(RegionView, BusinessRegion)
def region_view(_: Reader, region: BusinessRegion) -> RegionView:
    return RegionView.model_validate(region, from_attributes=True)


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


@views.of(ContractView, Contract)
def contract_view(_: Reader, contract: Contract) -> ContractView:
    return ContractView.model_validate(contract, from_attributes=True)


@views.of(RelationshipView, Relationship)
def relationship_view(_: Reader, tie: Relationship) -> RelationshipView:
    return RelationshipView.model_validate(tie, from_attributes=True)


@views.of(PartnersReassigned, Reassignment)
def reassignment_fact(_: Reader, reassignment: Reassignment) -> PartnersReassigned:
    return PartnersReassigned.model_validate(reassignment, from_attributes=True)


@views.of(PartnerErased, Erasure)
def partner_erased(_: Reader, erasure: Erasure) -> PartnerErased:
    return PartnerErased(partner_id=erasure.partner_id)


@views.of(TaskView, Task)
def task_view(_: Reader, task: Task) -> TaskView:
    return TaskView.model_validate(task, from_attributes=True)


@views.of(TaskCard, Task)
def task_card(reader: Reader, task: Task) -> TaskCard:
    row = task_view(reader, task).__dict__
    return TaskCard(**row, overdue=is_overdue(task.status, task.due_at, first_moment(reader.today)))


@views.of(InteractionView, Interaction)
def interaction_view(_: Reader, interaction: Interaction) -> InteractionView:
    return InteractionView.model_validate(interaction, from_attributes=True)


@views.of(
    InteractionDone,
    Interaction,
    where=lambda: Interaction.status == InteractionStatus.DONE,
    at=lambda interaction: interaction.happens_at,
)
def interaction_done(_: Reader, interaction: Interaction) -> InteractionDone:
    return InteractionDone.model_validate(interaction, from_attributes=True)


@views.of(NoteView, Note)
def note_view(_: Reader, note: Note) -> NoteView:
    return NoteView.model_validate(note, from_attributes=True)


@views.of(ReminderView, Reminder)
def reminder_view(_: Reader, reminder: Reminder) -> ReminderView:
    return ReminderView.model_validate(reminder, from_attributes=True)
