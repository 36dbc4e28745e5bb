"""The closed list of metrics: name, kind, meaning; docs/metrics.md is generated from it."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
_SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)

EVENTS = Counter(
    "exportwatch_events_total",
    "Events by stage and outcome: consumed, published, dead_letter",
    ("stage", "outcome"),
    registry=REGISTRY,
)
BATCH_SECONDS = Histogram(
    "exportwatch_batch_seconds",
    "Time from poll to acknowledged publish of a batch",
    ("stage",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
EVENT_AGE_SECONDS = Histogram(
    "exportwatch_event_age_seconds",
    "Age of an event when its batch was polled, from its production time",
    ("stage",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
RETRIES = Counter(
    "exportwatch_retries_total",
    "Retries of a batch because a dependency was away",
    ("stage",),
    registry=REGISTRY,
)
SESSIONS = Counter(
    "exportwatch_sessions_total",
    "Kafka sessions opened; a rising count means clients fail",
    ("stage",),
    registry=REGISTRY,
)
LAG = Gauge(
    "exportwatch_lag_events",
    "Events behind the end of the topic, over the assigned partitions",
    ("stage",),
    registry=REGISTRY,
)
PHASE = Gauge(
    "exportwatch_phase",
    "1 for the phase a stage is in: starting, running, holding, retrying, halted, ...",
    ("stage", "phase"),
    registry=REGISTRY,
)
DELIVERIES = Counter(
    "exportwatch_deliveries_total",
    "Delivery attempts by receiver kind and outcome",
    ("receiver", "outcome"),
    registry=REGISTRY,
)
DELIVERIES_OPEN = Gauge(
    "exportwatch_deliveries_open",
    "Deliveries not yet settled, by state",
    ("state",),
    registry=REGISTRY,
)
LIST_AGE_SECONDS = Gauge(
    "exportwatch_list_age_seconds",
    "Seconds since the active screening lists were last loaded or checked",
    registry=REGISTRY,
)
LIST_SET_AGE_SECONDS = Gauge(
    "exportwatch_list_set_age_seconds",
    "Seconds since each list set was last loaded or checked",
    ("list_set",),
    registry=REGISTRY,
)
LIST_REFUSED = Gauge(
    "exportwatch_list_refused",
    "Files refused for a list set since it was last loaded or checked; above 0 somebody must look",
    ("list_set",),
    registry=REGISTRY,
)
INGESTED = Counter(
    "exportwatch_ingested_total",
    "Records taken in by outcome: published, duplicate, ignored, quarantined",
    ("outcome",),
    registry=REGISTRY,
)
FACT_FILL = Counter(
    "exportwatch_fact_fill_total",
    "Records per source that should have a fact, by whether it was found (parser drift)",
    ("source", "fact", "filled"),
    registry=REGISTRY,
)
SOURCE_DRIFT = Gauge(
    "exportwatch_source_drift",
    "1 while the fill rate of a fact is clearly below that at the source's promotion",
    ("source", "fact"),
    registry=REGISTRY,
)
SOURCE_SILENCE = Gauge(
    "exportwatch_source_silence_cadences",
    "For how many times its cadence a live source has said nothing new; above 3 is an alarm",
    ("source",),
    registry=REGISTRY,
)
VAULT_PRUNED = Counter(
    "exportwatch_vault_pruned_total",
    "Files taken out of the vault because their retention ended",
    registry=REGISTRY,
)
RESCREENED = Counter(
    "exportwatch_rescreened_total",
    "Screened again after a list changed: lists (diffs), names looked at, events enriched anew",
    ("what",),
    registry=REGISTRY,
)
SCREENING_FAILURES = Counter(
    "exportwatch_screening_failures_total",
    "Bugs inside screening: a name (screen) or a text (spot) got no answer; its event says so",
    ("what",),
    registry=REGISTRY,
)


def exposition() -> bytes:
    """Return every metric in the Prometheus text format."""
    return generate_latest(REGISTRY)
