"""The brains: Groq over the network, and an offline one, behind one streaming interface."""
