"""How to ask partners."""

from typing import Any

from tests.flows.rights.bodies import PARTIES

REQUESTS: dict[str, tuple[str, Any]] = {
    "register_organization": ("/organizations", {"name": "ТОВ «{tag}»", "edrpou": "{edrpou}"}),
    "change_organization": ("/organizations/{organization}", {"name": "ТОВ «Дзвін {tag}»"}),
    "get_organization": ("/organizations/{organization}", None),
    "list_organizations": ("/organizations?limit=200", None),
    "open_department": ("/departments", {"organization_id": "{organization}", "name": "Відділ {tag}"}),
    "get_department": ("/departments/{department}", None),
    "list_departments": ("/departments?limit=200", None),
    "hire_staff": ("/staff", {"organization_id": "{organization}", "full_name": "Новенький {tag}"}),
    "change_staff": ("/staff/{staff}", {"position": "Менеджер"}),
    "get_staff": ("/staff/{staff}", None),
    "list_staff": ("/staff?limit=200", None),
    "get_team": ("/staff/{staff}/team", None),
    "hand_clients_over": ("/staff/{staff}/hand-over", {"to_staff_id": "{other_staff}"}),
    "add_region": ("/regions", {"name": "Край {tag}"}),
    "register_partner": (
        "/partners",
        {
            "organization_id": "{organization}",
            "kind": "company",
            "name": "ТОВ «Новий {tag}»",
            "accept_duplicates": True,
        },
    ),
    "change_partner": ("/partners/{partner}", {"notes": "Змінено"}),
    "assign_partner": ("/partners/{partner}/assign", {"manager_id": "{staff}"}),
    "add_contact_person": ("/partners/{partner}/contact-persons", {"full_name": "Особа {tag}"}),
    "archive_partner": ("/partners/{partner}/archive", {}),
    "erase_partner": ("/partners/{partner}/erase", {}),
    "get_partner": ("/partners/{partner}", None),
    "list_partners": ("/partners?limit=200", None),
    "list_contact_persons": ("/contact-persons?limit=200&partner_id={partner}", None),
    "get_terms_of_sale": ("/partners/{partner}/terms-of-sale?organization_id={organization}", None),
    "merge_partner": ("/partners/{partner}/merge", {"into_id": "{heir}"}),
    "make_contract": ("/contracts", {**PARTIES, "signed_on": "2026-03-02", "valid_from": "2026-03-02"}),
    "list_contracts": ("/contracts?limit=200&partner_id={partner}", None),
    "list_assignments": ("/partners/{partner}/assignments?limit=200", None),
    "add_relationship": ("/relationships", {**PARTIES, "kind": "supplier", "valid_from": "2026-03-02"}),
    "list_relationships": ("/partners/{partner}/relationships?limit=200", None),
    "give_task": ("/tasks", {"title": "Завдання {tag}", "partner_id": "{partner}"}),
    "complete_task": ("/tasks/{task}/complete", {"result": "Зроблено"}),
    "get_task": ("/tasks/{task}", None),
    "list_tasks": ("/tasks?limit=200&partner_id={partner}", None),
    "register_interaction": (
        "/interactions",
        {
            "kind": "phone_call",
            "partner_id": "{partner}",
            "topic": "Дзвінок {tag}",
            "planned_at": "2026-12-31T10:00:00+02:00",
            "responsible_id": "{staff}",
        },
    ),
    "list_interactions": ("/interactions?limit=200&partner_id={partner}", None),
    "add_note": ("/notes", {"text": "Замітка {tag}", "subject_type": "partner", "subject_id": "{partner}"}),
    "list_notes": ("/notes?limit=200&partner_id={partner}", None),
    "add_reminder": (
        "/reminders",
        {"text": "Спитати про {tag}", "remind_at": "2026-12-31T10:00:00+02:00", "partner_id": "{partner}"},
    ),
    "list_reminders": ("/reminders?limit=200&partner_id={partner}", None),
    "list_timeline": ("/partners/{partner}/timeline?limit=200", None),
}
