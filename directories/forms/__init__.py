"""Forms of the overseer's pages."""
