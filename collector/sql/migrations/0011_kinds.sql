-- The rules that say of what kind a touchpoint is, so that questions can ask for it. The collector writes
-- them from the rule file as it starts and when they change.
CREATE TABLE kinds (
    place   INTEGER NOT NULL,
    site    VARCHAR NOT NULL,
    contact VARCHAR NOT NULL,
    pattern VARCHAR NOT NULL,
    kind    VARCHAR NOT NULL
);

COMMENT ON TABLE kinds IS 'The rules in force for kinds of touchpoints; the first that holds decides.';
COMMENT ON COLUMN kinds.place IS 'Place of the rule among all.';
COMMENT ON COLUMN kinds.site IS 'At which sites, a pattern of GLOB in small letters.';
COMMENT ON COLUMN kinds.contact IS 'What the pattern is of: touchpoint (its name) or channel.';
COMMENT ON COLUMN kinds.pattern IS 'Names it holds for, a pattern of GLOB in small letters.';
COMMENT ON COLUMN kinds.kind IS 'The kind they are of: review, video, social or another.';
