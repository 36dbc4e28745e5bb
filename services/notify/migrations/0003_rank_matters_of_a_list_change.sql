-- The matters that one change of the lists touched, under the one alert that tells of them.
CREATE TABLE notify.rescreened (
    parent uuid NOT NULL REFERENCES notify.alert (id),
    child uuid NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (parent, child)
);
