CREATE INDEX raw_aged ON ingest.raw (kept_at) WHERE settled_at IS NOT NULL;

-- The service's role still may not delete from the vault: what has aged goes through this function
-- alone, which takes nothing that is unsettled, nothing received again since, and nothing younger
-- than a year whatever it is told.
CREATE FUNCTION ingest.prune(keep_days integer, most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    before timestamptz := now() - make_interval(days => greatest(keep_days, 366));
    old text[];
BEGIN
    SELECT array_agg(sha256) INTO old FROM (
        SELECT r.sha256 FROM ingest.raw AS r
        WHERE r.settled_at < before AND r.kept_at < before
            AND NOT EXISTS (
                SELECT FROM ingest.receipt AS c
                WHERE c.sha256 = r.sha256 AND c.received_at >= before
            )
        ORDER BY r.kept_at LIMIT most
        FOR UPDATE SKIP LOCKED
    ) AS aged;
    DELETE FROM ingest.outcome WHERE sha256 = ANY (old);
    DELETE FROM ingest.receipt WHERE sha256 = ANY (old);
    DELETE FROM ingest.raw WHERE sha256 = ANY (old);
    RETURN coalesce(cardinality(old), 0);
END $$;
REVOKE ALL ON FUNCTION ingest.prune(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ingest.prune(integer, integer) TO exportwatch_ingest;
