"""What auditors examine by: the change log in words, a goal as it stood on a day, samples, evidence (decision 25)."""
