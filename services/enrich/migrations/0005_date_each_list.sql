-- The publication stamps each list, not each party. Kept with the party it made every row of a
-- daily reload a new one; kept here only what really changed is written and told.

ALTER TABLE enrich.snapshot ADD COLUMN stamps jsonb NOT NULL DEFAULT '{}';
