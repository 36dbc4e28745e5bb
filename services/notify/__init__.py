"""Tell the people on call: one alert per matter, delivered once, to Slack and mail."""
