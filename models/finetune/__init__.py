"""Fine-tuning of published models for the shop; torch is imported only here and in `models.convert`."""
