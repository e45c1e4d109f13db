"""What the offline brain does about a wish: one generator each, which asks for tool calls and ends in words."""
