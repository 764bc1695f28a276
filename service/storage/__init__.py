"""What the service keeps, and how it is asked for. The only place of SQL."""
