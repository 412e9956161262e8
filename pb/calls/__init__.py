"""Calls (공모 과제): a department names a problem and asks for answers, beside open proposals."""
