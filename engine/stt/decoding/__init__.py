"""From an acoustic model's log-probabilities of phonemes to words."""
