"""Recipes that train models of our own. The extra `train` brings torch; nothing here runs in the kiosk.

A recipe is a sequence of stages over one working folder. Each stage is seeded, leaves whole files only, and goes on
where it was stopped.
"""
