"""One search over all that is public: units and what they do, and notices."""
