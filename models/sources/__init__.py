"""Where the files of a pack can be had; no source knows the name of a host."""
