-- Matters, the keys by which they find each other, and what each input led to.
CREATE TABLE score.matter (
    id uuid PRIMARY KEY,
    state text NOT NULL,
    revision integer NOT NULL,
    outcome text NOT NULL,
    newest text,
    changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE score.link_key (
    key text NOT NULL,
    kind text NOT NULL,
    matter uuid NOT NULL,
    PRIMARY KEY (key, matter)
);
CREATE INDEX link_key_matter ON score.link_key (matter);

-- Stored outputs outlive the input's retention, so that a redelivered input publishes them again.
CREATE TABLE score.processed (
    input uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE score.output (
    input uuid NOT NULL REFERENCES score.processed (input),
    position integer NOT NULL,
    topic text NOT NULL,
    key bytea NOT NULL,
    value bytea NOT NULL,
    headers jsonb NOT NULL,
    PRIMARY KEY (input, position)
);
