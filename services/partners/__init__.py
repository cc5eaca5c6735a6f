"""Our organizations and staff, and everybody we deal with: partners, their people, tasks, and the timeline.

Announces: organization, staff, partner and task changed; partners reassigned.
Asks nobody. Listens to every service for the client's timeline.
"""
