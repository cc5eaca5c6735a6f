"""Who may do what with a task, and when it is overdue (H3)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.partners.contracts import TaskStatus

CLOSED = frozenset({TaskStatus.DONE, TaskStatus.CANCELLED})


def is_overdue(status: str, due_at: datetime | None, today_began: datetime) -> bool:
    """Still to be done, and the day it was due is over: late by an hour is not overdue yet."""
    return status not in CLOSED and due_at is not None and due_at < today_began


def may_change(*, author: UUID | None, assignee: UUID | None, person: UUID | None, team: Collection[UUID]) -> bool:
    """Its author, a superior of the author, or a superior of the one who is to do it. `team`: the person's own id
    and those of all subordinates."""
    of_author = author is not None and author in team
    of_assignee = assignee is not None and assignee in team and assignee != person
    return of_author or of_assignee


def may_accept(*, assignee: UUID | None, person: UUID | None, for_role: str | None, roles: Collection[str]) -> bool:
    """Whoever it was given to; one for a role and nobody by name: whoever has the role."""
    if assignee is not None:
        return assignee == person
    return for_role in roles
