-- Every event taken in, once, with what was decided and why: also where nobody was told.
CREATE TABLE notify.inbox (
    topic text NOT NULL,
    event uuid NOT NULL,
    payload_sha256 text NOT NULL,
    alert uuid NOT NULL,
    revision bigint NOT NULL,
    decision text NOT NULL,
    reason text NOT NULL,
    conflicts integer NOT NULL DEFAULT 0,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (topic, event)
);
CREATE INDEX inbox_alert ON notify.inbox (alert, revision DESC);
COMMENT ON COLUMN notify.inbox.conflicts IS 'Arrivals of the same event id with another payload';

-- One alert per matter. assessed is json, not jsonb, which refuses the NUL that a hostile notice may
-- hold; quantity is numeric, since a stated number may have any size. quantity and amount are as of the last page; rooted holds the destinations
-- that have a first message.
CREATE TABLE notify.alert (
    id uuid PRIMARY KEY,
    matter uuid NOT NULL UNIQUE,
    version integer NOT NULL,
    revision bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'disposed')),
    band text,
    score smallint,
    urgency text NOT NULL,
    stage text NOT NULL,
    stages text[] NOT NULL,
    listed text[] NOT NULL,
    accounts uuid[] NOT NULL,
    quantity numeric,
    amount numeric,
    evidence_hash text NOT NULL,
    subject text NOT NULL,
    first_line text NOT NULL,
    route text NOT NULL,
    rooted text[] NOT NULL,
    assessed json NOT NULL,
    opened_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX alert_open ON notify.alert (state, changed_at DESC);

-- What was published for an input, so that a redelivered input publishes the same again.
CREATE TABLE notify.output (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    input uuid NOT NULL,
    alert uuid NOT NULL,
    topic text NOT NULL,
    key bytea NOT NULL,
    value bytea NOT NULL,
    headers jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX output_input ON notify.output (input, id);
CREATE INDEX output_alert ON notify.output (alert, id DESC);

-- Append only. A batch's hash covers the hash before it and the bodies of its events, in order.
CREATE TABLE notify.audit_batch (
    id bigint PRIMARY KEY,
    hash text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE notify.alert_event (
    batch bigint NOT NULL REFERENCES notify.audit_batch (id),
    position integer NOT NULL,
    alert uuid NOT NULL,
    type text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (batch, position)
);
CREATE INDEX alert_event_alert ON notify.alert_event (alert, batch, position);
REVOKE UPDATE, DELETE, TRUNCATE ON notify.audit_batch, notify.alert_event FROM exportwatch_notify;
