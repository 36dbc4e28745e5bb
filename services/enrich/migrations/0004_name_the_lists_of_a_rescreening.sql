-- All active sets together, as events name them: an event enriched on another state is late.
ALTER TABLE enrich.rescreening ADD COLUMN lists text NOT NULL DEFAULT '';
COMMENT ON COLUMN enrich.rescreening.lists IS 'Id of the state of all lists when it was opened';
