"""What a town is made of: its districts, the kinds of projects, its departments."""
