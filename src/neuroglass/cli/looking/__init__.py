"""What neuroglass look shows, a file for each kind."""
