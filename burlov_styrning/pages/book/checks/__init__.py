"""The checks of a book, by what they concern: each yields faults and remarks with their places."""
