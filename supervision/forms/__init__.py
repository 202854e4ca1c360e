"""What the office writes of checklists."""
