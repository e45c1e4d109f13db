"""What is written down: the agent's log in Markdown, the program's log in JSON lines; never a phone number or a key."""
