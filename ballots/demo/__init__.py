"""A whole honest election made by machine: for demonstrations, tests, vectors and benchmarks.

Whoever runs it holds every key, so nothing it makes is secret.
"""
