"""What is raised for a file that cannot be read. Its text is the reason, a sentence without a beginning capital."""


class Unreadable(Exception):  # noqa: N818 - it is a verdict on one file, which the set outlives
    """One file cannot be read, for the reason that the text gives."""
