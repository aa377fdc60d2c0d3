-- The clock: what fires when, what it may do, and what it prepares ahead of replies.

-- What an operator changed. A key that is absent has its default; the keys are listed in src/pipeline/settings.ts.
create table intel.settings (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by text not null
);

-- One row per time a schedule fired. The key makes a slot fire once, however many processes tick.
create table intel.ticks (
  name text not null,
  -- The whole multiple of the schedule's period that it fired for.
  slot timestamptz not null,
  fired_at timestamptz not null default now(),
  -- How many jobs worked on it: more than one where a slot's work is paced over several ticks.
  parts integer not null default 1,
  -- Its last job left work for the next tick.
  has_more boolean not null default false,
  done_at timestamptz,
  -- What came of it, or why it was left.
  note text,
  primary key (name, slot)
);
create index ticks_by_age on intel.ticks (fired_at);
create index ticks_open on intel.ticks (name, slot) where done_at is null;

-- What the clock knows of a report it watches: the signals seen so far, and when it looked.
create table intel.report_looks (
  report_id text primary key references intel.reports (id) on delete cascade,
  -- Every signal that was there, by id, with a digest of what it said; a run that read its signals later knows more.
  known_signals jsonb not null default '{}',
  -- The run whose signals are among them.
  known_run_id text,
  looked_at timestamptz not null,
  -- Nothing more is tried: a report without signals that was looked at to the end.
  ended_at timestamptz
);

-- A page expires as of a moment; a version made after it opens the page again.
alter table intel.report_links add column expired_at timestamptz;

-- What stands there is looked through by a later file, while replies come in.
alter table intel.replies drop constraint replies_origin_check;
alter table intel.replies add constraint replies_origin_check
  check (origin in ('reply', 'api', 'command', 'cli', 'prepared')) not valid;

-- Reports made ahead of a launch, so that a reply is served at once.
create table intel.preparations (
  id text primary key,
  created_at timestamptz not null,
  created_by text not null,
  -- Reports started an hour; null follows the setting.
  per_hour integer,
  -- No report is started once this would be exceeded; null is no limit.
  budget_micros bigint,
  -- What one report was expected to cost at the start, and where that figure came from.
  expected_micros bigint not null,
  expected_from text not null check (expected_from in ('runs', 'estimate', 'rules')),
  ended_at timestamptz,
  ended text check (ended in ('done', 'budget', 'cancelled'))
);
create index preparations_active on intel.preparations (created_at) where ended_at is null;

create table intel.preparation_items (
  preparation_id text not null references intel.preparations (id) on delete cascade,
  position integer not null,
  domain text not null,
  -- When the clock took it up; the report follows, under a key that is made of batch and domain.
  claimed_at timestamptz,
  report_id text references intel.replies (id) on delete set null,
  -- Why no report was made.
  skipped text,
  primary key (preparation_id, position),
  unique (preparation_id, domain)
);
create index preparation_items_by_report on intel.preparation_items (report_id);

alter table intel.settings enable row level security;
alter table intel.ticks enable row level security;
alter table intel.report_looks enable row level security;
alter table intel.preparations enable row level security;
alter table intel.preparation_items enable row level security;
