"""Tables of partners. Dumb: columns, who may see a row, and nothing else."""

from services.partners.models.base import Base
from services.partners.models.desk import Task, TimelineEntry
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

__all__ = [
    "Base",
    "BusinessRegion",
    "ContactDetail",
    "ContactPerson",
    "Department",
    "Erasure",
    "FirstTouch",
    "Interaction",
    "LegalEntity",
    "Note",
    "Organization",
    "Partner",
    "Reassignment",
    "Reminder",
    "Staff",
    "Task",
    "TimelineEntry",
]
