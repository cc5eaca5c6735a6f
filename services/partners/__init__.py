"""Our organizations and staff, and everybody we deal with: partners, their people, ties and contracts, regions,
segments; talks, tasks, notes, reminders, the desk, the client's timeline.

Announces: organization, staff, region, partner, contract, interaction and task changed; interaction done; partners
reassigned; partner erased. Asks nobody. Hears (`hearing.py`) of every service's documents of a client for its timeline,
of orders, offers and proposals that wait for approval, and of tasks in the plans of deals and of marketing events.
"""
