-- Alerts go after a while, and no report takes them along.
create index effects_alone on intel.effects (done_at) where report_id is null;
