"""The worked cases of the specification, kept outside the project: today's rules are held to their figures.

What waits for later work is skipped by name, with what it waits for, so that the count never lies; without the file
everything is skipped, aloud.
"""
