-- Several list sets side by side: one active snapshot each. Additive: a replica of the previous
-- version goes on reading and loading its one set, csl, until it is replaced.

ALTER TABLE enrich.active ADD COLUMN list_set text NOT NULL DEFAULT 'csl';
ALTER TABLE enrich.active ADD COLUMN expires boolean NOT NULL DEFAULT true;
-- The snapshot that lists.updated.v1 last told of; another one in `snapshot` is still to be told.
ALTER TABLE enrich.active ADD COLUMN announced text;
UPDATE enrich.active SET announced = snapshot;

ALTER TABLE enrich.active DROP CONSTRAINT active_pkey;
ALTER TABLE enrich.active ADD PRIMARY KEY (list_set);
-- Only csl carries `one`: the previous version's ON CONFLICT (one) stays valid.
ALTER TABLE enrich.active ALTER COLUMN one DROP NOT NULL;
ALTER TABLE enrich.active ADD CONSTRAINT active_one_key UNIQUE (one);
ALTER TABLE enrich.active ADD CONSTRAINT active_one_is_csl CHECK (one IS NULL OR list_set = 'csl');

-- A set that was taken out of use, or whose last bridge was retired, is an empty snapshot.
ALTER TABLE enrich.snapshot DROP CONSTRAINT snapshot_parties_check;
ALTER TABLE enrich.snapshot ADD CONSTRAINT snapshot_parties_check CHECK (parties >= 0);

-- Files that were refused: what the alarm and `lists status` show.
CREATE TABLE enrich.refusal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    list_set text NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    problem text NOT NULL,
    refused_at timestamptz NOT NULL
);
CREATE INDEX refusal_by_set ON enrich.refusal (list_set, refused_at);

-- What the publisher said of the copy we hold, to ask for a newer one only.
CREATE TABLE enrich.download (
    url text PRIMARY KEY,
    list_set text NOT NULL,
    etag text,
    last_modified text,
    fetched_at timestamptz NOT NULL
);

-- Entries added by hand from the Federal Register that the publication has since brought.
CREATE TABLE enrich.retired_bridge (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    list text NOT NULL,
    name text NOT NULL,
    citation text NOT NULL,
    brought_by text NOT NULL REFERENCES enrich.snapshot (id),
    note text NOT NULL,
    retired_at timestamptz NOT NULL
);
