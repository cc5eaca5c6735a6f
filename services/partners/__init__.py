"""Our organizations and staff, and everybody we deal with: partners, their people, regions; talks, tasks, timeline.

Announces: organization, staff, region, partner, interaction and task changed; interaction done; partners reassigned.
Asks nobody. Listens to every service for the client's timeline and for approvals that wait.
"""
