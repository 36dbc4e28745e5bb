-- Files of one source that are settled at the same time would wait for each other's commit on the
-- counters of the hour: the first digit of a file's hash says which counters it adds to.
ALTER TABLE ingest.fill ADD COLUMN slot text NOT NULL DEFAULT '';
ALTER TABLE ingest.fill DROP CONSTRAINT fill_pkey;
ALTER TABLE ingest.fill ADD PRIMARY KEY (source, hour, fact, slot);
ALTER TABLE ingest.fill ALTER COLUMN slot DROP DEFAULT;
