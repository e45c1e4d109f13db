"""What the kiosk can do for a customer, and the guard that decides whether it may."""
