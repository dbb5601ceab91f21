"""The register: statements kept for good, and what may be asked of them."""
