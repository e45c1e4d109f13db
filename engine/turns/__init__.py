"""When the customer begins, pauses, ends and interrupts: one policy a file, counted in frames of 32 ms."""
