"""*Mitt arbete*: what waits for a person, by when, computed from the tables of moves that guard the steps.

`facts` fetches once what all of it needs, `deadlines` says when, `tasks` turns rows and moves into sentences,
`around` tells the rest: what waits for others, how the committee stands, what has happened, what comes next.
"""
