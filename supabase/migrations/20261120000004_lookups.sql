-- Answers of outside services, kept for a stated time and fetched once however many ask at the same moment.
create table intel.lookups (
  key text primary key,
  service text not null,
  value jsonb,
  -- What the service named this answer, for asking whether it has changed.
  etag text,
  fetched_at timestamptz,
  -- Who fetches it now, and until when others wait for that.
  holder text,
  held_until timestamptz not null default '-infinity'
);
create index lookups_by_age on intel.lookups (fetched_at);
create index lookups_held on intel.lookups (holder) where holder is not null;

-- What model calls have cost since midnight is asked once a run.
create index model_calls_by_time on intel.model_calls (started_at) include (cost_micros);

-- An alert concerns no single report.
alter table intel.effects alter column report_id drop not null;

alter table intel.lookups enable row level security;
