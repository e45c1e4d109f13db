"""The conversation with one customer: what is understood, remembered, said."""
