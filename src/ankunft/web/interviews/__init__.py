"""Pages of interviews: tasks, calendar, recording, evidence."""
