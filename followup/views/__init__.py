"""Pages of the third floor."""
