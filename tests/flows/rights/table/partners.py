"""Who may ask partners for what."""

from tests.flows.rights.roles import ADMINISTRATOR, EVERYBODY, HEADS, OFFICE, SELLERS, Role

ALLOWED: dict[str, set[Role]] = {
    # our own company is the administrator's; everybody in it knows who is who
    "register_organization": ADMINISTRATOR,
    "change_organization": ADMINISTRATOR,
    "open_department": ADMINISTRATOR,
    "hire_staff": ADMINISTRATOR,
    "change_staff": ADMINISTRATOR,
    "get_organization": OFFICE,
    "list_organizations": OFFICE,
    "get_department": OFFICE,
    "list_departments": OFFICE,
    "get_staff": OFFICE,
    "list_staff": OFFICE,
    "get_team": OFFICE,
    # clients are kept by who sells to them; whose client it is, and whether it still is one, the head decides
    "register_partner": SELLERS,
    "change_partner": SELLERS,
    "add_contact_person": SELLERS,
    "assign_partner": HEADS,
    "archive_partner": HEADS,
    "hand_clients_over": HEADS,
    # a person's data are erased for good: the administrator answers for that by law
    "erase_partner": ADMINISTRATOR,
    "get_partner": EVERYBODY,
    "list_partners": EVERYBODY,
    # regions are how the heads divide the market; everybody of ours reads them
    "add_region": HEADS,
    "change_region": HEADS,
    "get_region": OFFICE,
    "list_regions": OFFICE,
    "get_terms_of_sale": EVERYBODY,
    "list_timeline": EVERYBODY,
    # tasks are the office's own
    "give_task": OFFICE,
    "complete_task": OFFICE,
    "get_task": OFFICE,
    "list_tasks": OFFICE,
}
