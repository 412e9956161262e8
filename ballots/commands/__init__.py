"""The command line of auditors, witnesses and trustees: one file a command."""
