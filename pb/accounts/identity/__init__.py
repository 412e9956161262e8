"""Residence shown through an identity service that the town trusts (OpenID Connect)."""
