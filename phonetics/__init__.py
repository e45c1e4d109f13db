"""How Hindi, Marathi and Bengali sound: from spelling to one set of phonemes for the three languages."""
