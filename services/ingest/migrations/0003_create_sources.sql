-- A source is whoever speaks to us under one name: who answers for it, how far it is trusted, how
-- often it should speak, and whether it may page anybody yet.
CREATE TABLE ingest.source (
    name text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    owner text NOT NULL,
    -- Null for the built-in ways in: their settings and options say it.
    provenance text,
    cadence_seconds bigint CHECK (cadence_seconds > 0),
    mode text NOT NULL DEFAULT 'testing' CHECK (mode IN ('testing', 'live')),
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    promoted_at timestamptz,
    promoted_by text,
    -- Fill rates at promotion: {"buyer": [due, filled], ...}.
    promoted_fills jsonb,
    last_seen_at timestamptz,
    CHECK ((mode = 'live') = (promoted_at IS NOT NULL))
);

-- The ways in that need nobody's registration keep working as they did.
INSERT INTO ingest.source (name, owner, mode, created_by, promoted_at, promoted_by)
SELECT name, 'operator', 'live', 'exportwatch', now(), 'exportwatch'
FROM unnest(ARRAY['cli', 'folder', 'webhook', 'drop', 'mail']) AS name;

-- Results of `exportwatch sources test`, the newest counts.
CREATE TABLE ingest.source_test (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source text NOT NULL REFERENCES ingest.source (name),
    tested_at timestamptz NOT NULL DEFAULT now(),
    tested_by text NOT NULL,
    parser text NOT NULL,
    samples integer NOT NULL CHECK (samples >= 0),
    fills jsonb NOT NULL
);
CREATE INDEX source_test_newest ON ingest.source_test (source, id DESC);

-- The rolling window of fill rates: how many records should have had a fact, and how many had it.
CREATE TABLE ingest.fill (
    source text NOT NULL,
    hour timestamptz NOT NULL,
    fact text NOT NULL,
    due integer NOT NULL,
    filled integer NOT NULL CHECK (filled <= due),
    PRIMARY KEY (source, hour, fact)
);

-- Files of folders that are read in place: a restart does not read them all again.
CREATE TABLE ingest.read_in_place (
    way text NOT NULL,
    path text NOT NULL,
    size bigint NOT NULL,
    changed_ns bigint NOT NULL,
    read_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (way, path)
);

-- Bytes that came first from a source nobody vouched for and then from one that is promoted or
-- trusted further are published once more; the name of the first source stays here.
ALTER TABLE ingest.raw ADD COLUMN lifted_from text;

-- Sources are never forgotten, tests never rewritten.
REVOKE DELETE ON ingest.source, ingest.source_test FROM exportwatch_ingest;
REVOKE UPDATE ON ingest.source_test FROM exportwatch_ingest;
