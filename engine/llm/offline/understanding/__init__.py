"""From a customer's words to what they want."""
