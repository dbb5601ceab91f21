"""How the parts are wired together and set up. Nothing imports it."""
