"""The demo: a customer who speaks when there is no microphone, and a recorder when there is no screen."""
