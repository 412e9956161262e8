"""The committee (분과위원회): appeals decided at meetings, votes by name, and scores as a signed sheet."""
