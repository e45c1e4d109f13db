"""The offline brain: rules and phrases in four languages, for when the network or the key is missing."""
