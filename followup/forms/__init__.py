"""Forms of the third floor."""
