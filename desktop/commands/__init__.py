"""The subcommands of `sahayak`, one module each."""
