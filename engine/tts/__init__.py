"""Text to speech: clauses, how they are read aloud, the voices, and their way to the loudspeaker."""
