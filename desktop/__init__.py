"""The application: the command line, and the kiosk's window. The only place that knows Qt."""
