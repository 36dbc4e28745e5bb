"""A stand-in for the Slack Web API: same answers, faults on demand, a page to read it on."""
