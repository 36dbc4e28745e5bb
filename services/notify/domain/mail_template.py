"""The HTML half of a mail: a hand-written table, no remote images, no links but to our console."""

MAIL_HTML = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ reference }}</title></head>
<body style="margin:0;padding:16px;font-family:sans-serif;font-size:15px;color:#1d1d1f">
<p style="margin:0 0 4px;color:#555">{{ reference }} · {{ indicator }}</p>
<h1 style="margin:0 0 12px;font-size:18px;border-left:6px solid {{ colour }};padding-left:10px"
>{{ first_line }}</h1>
{% if news %}<p style="margin:0 0 12px"><strong>Changed:</strong> {{ news }}</p>{% endif %}
<table role="presentation" cellpadding="0" cellspacing="0" style="border-collapse:collapse">
{% for line in lines %}<tr>
<th align="left" valign="top" style="padding:3px 14px 3px 0;white-space:nowrap;color:#555"
>{{ line.label }}</th>
<td valign="top" style="padding:3px 0">{{ line.text }}</td>
</tr>{% endfor %}
</table>
{% if url %}<p style="margin:14px 0 0"><a href="{{ url }}">Open in the console</a></p>{% endif %}
<p style="margin:14px 0 0;font-size:12px;color:#555">Why you got this: {{ why }}</p>
</body></html>
"""
