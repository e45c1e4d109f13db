"""Model packs: what the kiosk needs to hear, speak and search, where it comes from, and whether it is whole."""
