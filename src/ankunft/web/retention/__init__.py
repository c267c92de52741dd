"""Pages of retention: the schedule, deletion lists with their protocol, holds."""
