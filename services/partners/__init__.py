"""Our organizations and staff, and everybody we deal with: partners, their people, regions, tasks, and the timeline.

Announces: organization, staff, region, partner and task changed; partners reassigned.
Asks nobody. Listens to every service for the client's timeline.
"""
