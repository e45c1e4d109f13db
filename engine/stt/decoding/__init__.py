"""From an acoustic model's log-probabilities to words: freely, or among what a customer of this store may say."""
