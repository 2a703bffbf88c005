"""What is raised for a picture that cannot be read. Its text is the reason, a sentence without a beginning capital."""


class Unreadable(Exception):  # noqa: N818 - it is a verdict on one picture, which the set outlives
    """One picture cannot be read, for the reason that the text gives."""
