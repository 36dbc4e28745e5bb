-- A title joins no matter with another project number: the numbers of a matter are looked up.
CREATE INDEX matter_identity_matter ON ingest.matter_identity (matter);
