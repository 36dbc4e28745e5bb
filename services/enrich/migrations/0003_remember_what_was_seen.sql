-- What was seen, so that a new list is screened against it without reading history again: events as
-- received, the names they were screened by, and the entries they matched.
-- payload is text, not jsonb, which refuses the NUL that a hostile notice may hold. Payloads and
-- names may hold personal data (owners who are people): they leave with their event (SEEN_KEEP_DAYS).
CREATE TABLE enrich.received_event (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('tender', 'account')),
    matter uuid NOT NULL,
    attributes text NOT NULL,
    payload text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    snapshot text NOT NULL,
    screened text NOT NULL,
    late boolean NOT NULL
);
COMMENT ON COLUMN enrich.received_event.snapshot IS 'The lists it was enriched on most recently';
COMMENT ON COLUMN enrich.received_event.late IS
    'Enriched on lists that were no longer the active ones: to be enriched anew';
CREATE INDEX received_event_matter ON enrich.received_event (matter);
CREATE INDEX received_event_age ON enrich.received_event (received_at);
CREATE INDEX received_event_late ON enrich.received_event (id) WHERE late;
CREATE INDEX received_event_unscreened ON enrich.received_event (id) WHERE screened <> 'complete';

-- id is derived from the comparison key: a key may be longer than an index row.
CREATE TABLE enrich.seen_name (
    id uuid PRIMARY KEY,
    printed text NOT NULL,
    country text
);

CREATE TABLE enrich.sighting (
    name uuid NOT NULL,
    event uuid NOT NULL REFERENCES enrich.received_event (id) ON DELETE CASCADE,
    PRIMARY KEY (name, event)
);
CREATE INDEX sighting_event ON enrich.sighting (event);

CREATE TABLE enrich.event_match (
    list text NOT NULL,
    entry_id text NOT NULL,
    event uuid NOT NULL REFERENCES enrich.received_event (id) ON DELETE CASCADE,
    PRIMARY KEY (list, entry_id, event)
);
CREATE INDEX event_match_event ON enrich.event_match (event);

-- One row for each time a list became active: how far its changes were brought to what was seen.
CREATE TABLE enrich.rescreening (
    id uuid PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    list_set text NOT NULL,
    snapshot text NOT NULL,
    previous text,
    list_date date,
    checked_at timestamptz NOT NULL,
    again boolean NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (
        state IN ('pending', 'scanning', 'publishing', 'done')
    ),
    scanned_to uuid,
    names bigint NOT NULL DEFAULT 0,
    worker text,
    lease_until timestamptz NOT NULL DEFAULT '-infinity',
    opened_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
COMMENT ON COLUMN enrich.rescreening.again IS
    'These very lists were active before: ids need more than the name of the snapshot';
CREATE INDEX rescreening_open ON enrich.rescreening (seq) WHERE state <> 'done';
CREATE INDEX rescreening_set ON enrich.rescreening (list_set, seq DESC);

CREATE TABLE enrich.affected (
    rescreening uuid NOT NULL REFERENCES enrich.rescreening (id) ON DELETE CASCADE,
    event uuid NOT NULL REFERENCES enrich.received_event (id) ON DELETE CASCADE,
    changes jsonb NOT NULL,
    done boolean NOT NULL DEFAULT false,
    PRIMARY KEY (rescreening, event)
);
CREATE INDEX affected_open ON enrich.affected (rescreening) WHERE NOT done;
CREATE INDEX affected_event ON enrich.affected (event);
