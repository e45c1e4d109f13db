"""From the posteriors of `indic-mini` to words: freely, or among what a customer of this store may say."""
