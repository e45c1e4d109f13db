"""Sound in and out of the kiosk: devices, files, voice activity, echo."""
