"""Pictures of money, drawn on the server: the same geometry for a page and for a report.

`values` holds what a picture is given, `words` the sentence that says its message, `tables` its figures as rows; the
layouts turn the values into plain shapes, which the shell's component and `svg.as_svg` write out.
"""
