"""The count, the gate before its publication, and the page that shows it.

`count` is where the opened ballots meet the counting library; `gate` says whether every sum holds; `work`
does both in a process of its own and keeps what it made under the election's folder; `actions.press`
publishes when two different officials have pressed. Until then no page, file or query answers with a count.
"""
