"""Refusals: what a person asked for and the law, the state or the input does not allow."""


class Refused(Exception):
    """An action that is not carried out, with the reason as a German sentence for the person in front of it.

    Nothing is stored when it is raised inside a service. The command line prints it on stderr and
    exits with 1; a page shows it where the action was asked for.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason
