"""The example municipality: Burlöv's published books, and what was made up where nothing is published."""
