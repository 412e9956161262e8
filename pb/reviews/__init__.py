"""The feasibility review (소관부서 검토) in the open: who examines what, until when, and what was decided."""
