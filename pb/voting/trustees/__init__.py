"""Those who hold the key: how they make it together, and what they do after the close."""
