"""Money of the integration promotion as pages: sources, bookings, plan against actual, projection, coverage."""
