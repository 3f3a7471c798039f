"""What the auditors examine a round by, as an edition: each goal with its aim, what was decided, by whom and when."""
