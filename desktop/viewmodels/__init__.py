"""What the window binds to: plain properties, filled from the engine's events."""
