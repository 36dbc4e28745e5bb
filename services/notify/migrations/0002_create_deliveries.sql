-- A place that takes messages, and its pace. open_until: it is broken, nothing is tried before.
CREATE TABLE notify.destination (
    id text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('slack', 'mail')),
    target text NOT NULL,
    gap double precision NOT NULL,
    edit_gap double precision NOT NULL,
    burst integer NOT NULL CHECK (burst >= 1),
    fallback text[] NOT NULL,
    next_at timestamptz NOT NULL DEFAULT '-infinity',
    next_edit_at timestamptz NOT NULL DEFAULT '-infinity',
    open_until timestamptz,
    open_reason text,
    consecutive_failures integer NOT NULL DEFAULT 0
);
COMMENT ON COLUMN notify.destination.target IS 'Slack channel id, or a mail address: personal data';

CREATE TABLE notify.delivery (
    id uuid PRIMARY KEY,
    idem_key text NOT NULL UNIQUE,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    alert uuid NOT NULL REFERENCES notify.alert (id),
    destination text NOT NULL REFERENCES notify.destination (id),
    kind text NOT NULL CHECK (kind IN ('root', 'page', 'note', 'edit')),
    reason text NOT NULL,
    version integer NOT NULL,
    severity smallint NOT NULL,
    content text NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (
        state IN ('pending', 'sending', 'sent', 'unknown', 'parked', 'dead', 'coalesced')
    ),
    run_at timestamptz NOT NULL DEFAULT now(),
    fence bigint NOT NULL DEFAULT 0,
    lease_until timestamptz,
    started_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    rung text NOT NULL DEFAULT 'full' CHECK (rung IN ('full', 'plain_blocks', 'text')),
    provider_ref text,
    provider_channel text,
    resent boolean NOT NULL DEFAULT false,
    superseded_by uuid,
    last_ending text,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
COMMENT ON COLUMN notify.delivery.resent IS 'Sent again without proof that the first was lost';
CREATE INDEX delivery_due ON notify.delivery (destination, severity DESC, seq)
    WHERE state = 'pending';
CREATE INDEX delivery_open ON notify.delivery (state, lease_until)
    WHERE state IN ('pending', 'sending', 'unknown', 'parked');
CREATE INDEX delivery_dead ON notify.delivery (finished_at) WHERE state = 'dead';
CREATE INDEX delivery_order ON notify.delivery (alert, destination, seq);

CREATE TABLE notify.delivery_attempt (
    delivery uuid NOT NULL REFERENCES notify.delivery (id),
    fence bigint NOT NULL,
    worker text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    ending text,
    status integer,
    error text,
    retry_after double precision,
    PRIMARY KEY (delivery, fence)
);
