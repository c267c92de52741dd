"""Values that any public administration needs: money, periods, dates, legal references, explanations.

Pure Python: nothing in here knows Django, a database or a request.
"""
