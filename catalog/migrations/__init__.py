"""The schema's history: numbered scripts that `catalog.database` applies in order, each once."""
