-- What people decided of names: rows are never changed but for their revocation. The active
-- snapshot of the set aliases:confirmed names by id those that stand, so that every replica screens
-- with the same ones and what was seen is screened again.
CREATE TABLE enrich.alias_decision (
    id text PRIMARY KEY,
    name text NOT NULL,
    name_key text NOT NULL,
    list text NOT NULL,
    entry text NOT NULL,
    entry_key text NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('confirmed', 'rejected')),
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    why text NOT NULL,
    source text NOT NULL,
    revoked_by text,
    revoked_at timestamptz,
    revoked_why text,
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    CHECK ((revoked_at IS NULL) = (revoked_why IS NULL))
);
-- A pair has one decision that stands.
CREATE UNIQUE INDEX alias_decision_standing ON enrich.alias_decision (name_key, list, entry_key)
    WHERE revoked_at IS NULL;
COMMENT ON COLUMN enrich.alias_decision.decided_by IS 'Name of a person, no contact data';
