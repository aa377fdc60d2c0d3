-- The record: every run, step, attempt and model call. The runner writes these and knows nothing of reports.
create schema intel;

create table intel.processes (
  id text primary key,
  host text not null,
  pid integer not null,
  -- Start time of the process as its host counts it: a reused pid is another process.
  pid_started text not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

create table intel.runs (
  id text primary key,
  pipeline text not null,
  subject_id text not null,
  domain text not null,
  status text not null default 'queued'
    check (status in ('queued', 'running', 'delayed', 'completed', 'partial', 'failed', 'stopped', 'cancelled')),
  -- The number of the present start: every write of a run names it, and a stale one touches nothing.
  attempt integer not null default 0,
  failures integer not null default 0,
  input jsonb not null,
  -- The run's recorded now: deadlines are compared with it, in a replay too.
  now_at timestamptz not null,
  parent_run_id text,
  process_id text,
  job_id text,
  -- Whole milliseconds, as a cursor of the list carries them.
  queued_at timestamptz(3) not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  note text,
  cost_micros bigint not null default 0
) with (fillfactor = 80);
create index runs_newest on intel.runs (queued_at desc, id desc);
create index runs_by_subject on intel.runs (subject_id, queued_at desc);
create index runs_by_domain on intel.runs (domain, queued_at desc);
-- No index names status or attempt, so that every start and end of a run is an update in place (HOT).

-- Children of runs carry no foreign key: each check would lock and rewrite the run's row. Retention deletes them.
create table intel.run_steps (
  run_id text not null,
  key text not null,
  name text not null,
  version integer not null,
  position integer not null,
  outcome text not null check (outcome in ('ok', 'empty', 'skipped', 'fallback', 'failed')),
  output jsonb,
  note text,
  reused_from text,
  started_at timestamptz not null,
  duration_ms integer not null,
  cost_micros bigint not null default 0,
  primary key (run_id, key)
);

create table intel.step_attempts (
  run_id text not null,
  step_key text not null,
  run_attempt integer not null,
  n integer not null,
  outcome text not null check (outcome in ('ok', 'failed')),
  error text,
  started_at timestamptz not null,
  duration_ms integer not null,
  primary key (run_id, step_key, run_attempt, n)
);

create table intel.prompts (
  hash text primary key,
  name text not null,
  version integer not null,
  system text not null,
  first_used_at timestamptz not null default now()
);

create table intel.prices (
  model text not null,
  valid_from date not null,
  -- The band applies to prompts of up to so many tokens; null is no limit.
  prompt_tokens_max integer,
  input_micros_per_mtok bigint not null,
  output_micros_per_mtok bigint not null,
  cache_read_micros_per_mtok bigint not null,
  cache_write_micros_per_mtok bigint not null,
  unique nulls not distinct (model, valid_from, prompt_tokens_max)
);

create table intel.model_calls (
  id text primary key,
  run_id text not null,
  step_key text not null,
  -- Hash of model, prompt, messages, schema and limits: the same call is not paid for twice in a run.
  call_key text not null,
  role text not null,
  model text not null,
  prompt_hash text not null,
  messages jsonb not null,
  answer text,
  stop_reason text,
  error text,
  request_id text,
  input_tokens integer not null default 0,
  output_tokens integer not null default 0,
  cache_read_tokens integer not null default 0,
  cache_write_tokens integer not null default 0,
  cost_micros bigint not null default 0,
  started_at timestamptz not null,
  duration_ms integer not null
);
create index model_calls_by_run on intel.model_calls (run_id, call_key);

-- US dollars per million tokens in micro-dollars, as published (November 2026).
insert into intel.prices values
  ('claude-haiku-5-5', '2026-10-01', 100000, 100000, 500000, 10000, 125000),
  ('claude-haiku-5-5', '2026-10-01', null, 500000, 2500000, 50000, 625000),
  ('claude-sonnet-5-5', '2026-10-01', null, 2000000, 10000000, 200000, 2500000),
  ('claude-sonnet-5-5', '2026-10-07', null, 2000000, 10000000, 100000, 2500000),
  ('claude-opus-5-5', '2026-10-01', null, 4000000, 20000000, 200000, 5000000);

alter table intel.processes enable row level security;
alter table intel.runs enable row level security;
alter table intel.run_steps enable row level security;
alter table intel.step_attempts enable row level security;
alter table intel.prompts enable row level security;
alter table intel.prices enable row level security;
alter table intel.model_calls enable row level security;
