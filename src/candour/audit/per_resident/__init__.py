"""What audits of rates per resident share: stops and searches, and the use of force."""
