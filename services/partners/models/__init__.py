"""Tables of partners. Dumb: columns, who may see a row, and nothing else."""

from services.partners.models.assignments import Assignment
from services.partners.models.base import Base
from services.partners.models.client_contracts import Contract
from services.partners.models.desk import Task, TimelineEntry
from services.partners.models.duplicates import PartnerKey
from services.partners.models.interactions import Interaction
from services.partners.models.notes import Note, Reminder
from services.partners.models.organizations import Department, Organization, Staff
from services.partners.models.partners import (
    ContactDetail,
    ContactPerson,
    Erasure,
    FirstTouch,
    LegalEntity,
    Partner,
    Reassignment,
)
from services.partners.models.regions import BusinessRegion
from services.partners.models.relationships import Relationship
from services.partners.models.segments import PartnerSegment, PartnerSegmentChange, PartnerSegmentMember

__all__ = [
    "Assignment",
    "Base",
    "BusinessRegion",
    "ContactDetail",
    "ContactPerson",
    "Contract",
    "Department",
    "Erasure",
    "FirstTouch",
    "Interaction",
    "LegalEntity",
    "Note",
    "Organization",
    "Partner",
    "PartnerKey",
    "PartnerSegment",
    "PartnerSegmentChange",
    "PartnerSegmentMember",
    "Reassignment",
    "Relationship",
    "Reminder",
    "Staff",
    "Task",
    "TimelineEntry",
]
