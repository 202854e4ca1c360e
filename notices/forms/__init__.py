"""Forms of the clerk's desk: drafts, decisions, and the choices they offer."""
