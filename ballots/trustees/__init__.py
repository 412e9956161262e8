"""Those who hold a share of the key: the ceremony that makes it, mixing, opening, and their own tool."""
