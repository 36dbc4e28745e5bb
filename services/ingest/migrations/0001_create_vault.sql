-- Raw bytes as received, before anything is read from them (15 CFR 762.2 names invitations to bid).
CREATE TABLE ingest.raw (
    sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bytea NOT NULL,
    source text NOT NULL,
    provenance text NOT NULL,
    mode text NOT NULL,
    file text,
    received_at timestamptz NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz
);
CREATE INDEX raw_kept ON ingest.raw (kept_at) WHERE settled_at IS NULL;

-- The same bytes may come again, from elsewhere: the first row stays, each receipt is noted.
CREATE TABLE ingest.receipt (
    sha256 text NOT NULL REFERENCES ingest.raw (sha256),
    source text NOT NULL,
    provenance text NOT NULL,
    file text,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (sha256, source, received_at)
);

-- What became of each record of a file, from 1.
CREATE TABLE ingest.outcome (
    sha256 text NOT NULL REFERENCES ingest.raw (sha256),
    record integer NOT NULL CHECK (record >= 1),
    status text NOT NULL CHECK (status IN ('published', 'duplicate', 'quarantined', 'ignored')),
    reason text NOT NULL DEFAULT '',
    message text NOT NULL DEFAULT '',
    event uuid,
    settled_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (sha256, record)
);
CREATE INDEX outcome_event ON ingest.outcome (event) WHERE status = 'published';
CREATE INDEX outcome_quarantined ON ingest.outcome (settled_at) WHERE status = 'quarantined';

-- identity -> matter; an identity is claimed once and never moves.
CREATE TABLE ingest.matter_identity (
    identity text PRIMARY KEY,
    matter uuid NOT NULL,
    claimed_at timestamptz NOT NULL DEFAULT now()
);

-- Nothing is ever taken out of the vault by the service itself.
REVOKE DELETE ON ingest.raw, ingest.receipt, ingest.outcome, ingest.matter_identity FROM exportwatch_ingest;
REVOKE UPDATE ON ingest.receipt, ingest.matter_identity FROM exportwatch_ingest;
