"""What simulations come to, as findings: rows, sentences, pictures, and a kind for each."""
