-- Screening lists as loaded. A party is kept once however many snapshots hold it: the daily
-- reload of 26,000 parties then writes a few rows, and old snapshots stay for "as of" questions.

CREATE TABLE enrich.party (
    digest bytea PRIMARY KEY,
    list text NOT NULL,
    entry_id text NOT NULL,
    data jsonb NOT NULL
);

CREATE TABLE enrich.snapshot (
    id text PRIMARY KEY,
    list_set text NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    list_date date,
    parties integer NOT NULL CHECK (parties > 0),
    counts jsonb NOT NULL,
    loaded_at timestamptz NOT NULL,
    checked_at timestamptz NOT NULL
);

CREATE TABLE enrich.membership (
    snapshot text NOT NULL REFERENCES enrich.snapshot (id) ON DELETE CASCADE,
    position integer NOT NULL,
    digest bytea NOT NULL REFERENCES enrich.party (digest),
    PRIMARY KEY (snapshot, position)
);

-- One row: which snapshot every replica screens against.
CREATE TABLE enrich.active (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    snapshot text NOT NULL REFERENCES enrich.snapshot (id),
    previous text REFERENCES enrich.snapshot (id),
    activated_at timestamptz NOT NULL
);
