"""What a model finds in the user's words: the request, its answer as values, and the check of every finding.

A model proposes; nothing of its answer is believed that the user's own words do not show. Whether what
passes is stored is decided by `reconcile`, and the call itself is made by the session.
"""
