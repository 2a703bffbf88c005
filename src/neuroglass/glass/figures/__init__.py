"""What the glass draws, a file for each topic; matplotlib is imported when something is drawn."""
