"""The voice engine: from the customer's sound to the kiosk's, without a window."""
