"""Chinese search: one analyser, one ranker, two small back ends."""
