"""What the offline brain says: a phrase for each outcome of a tool, filled from its result and from nothing else."""
