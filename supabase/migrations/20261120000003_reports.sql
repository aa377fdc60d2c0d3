-- Replies, the reports made of them, and what was sent to people because of them.
create table intel.replies (
  id text primary key,
  -- Hash of what makes two messages the same one (contract: POST /v1/replies).
  message_key text not null unique,
  origin text not null check (origin in ('reply', 'api', 'command', 'cli')),
  domain text not null,
  prospect_email text,
  input jsonb not null,
  -- Fields nobody asked for, kept as they came.
  extra jsonb,
  -- Which door's token brought it: it may read the report again.
  brought_by text not null,
  received_at timestamptz not null default now()
);
create index replies_newest on intel.replies (received_at desc);
create index replies_by_domain on intel.replies (domain, received_at desc);

create table intel.reports (
  id text primary key references intel.replies (id) on delete cascade,
  status text not null
    check (status in ('queued', 'running', 'delayed', 'delivered', 'no_signals', 'held', 'dismissed', 'cancelled', 'failed')),
  status_note text,
  error_code text,
  posts_to_slack boolean not null,
  dispatched_at timestamptz,
  reading jsonb,
  assigned_to text,
  owner_id text,
  owned_at timestamptz,
  escalation jsonb,
  dismissed_by text,
  run_id text,
  version integer not null default 0,
  first_ready_at timestamptz,
  -- Counts every change that a message may show; a message knows the revision it shows.
  revision integer not null default 1,
  updated_at timestamptz not null default now()
) with (fillfactor = 70);
create index reports_recent on intel.reports (updated_at);

create table intel.report_versions (
  report_id text not null references intel.reports (id) on delete cascade,
  version integer not null,
  run_id text not null unique,
  document jsonb not null,
  change jsonb,
  -- The picture as Slack keeps it, where a card carries it itself.
  slack_file_id text,
  made_at timestamptz not null default now(),
  primary key (report_id, version)
);

create table intel.report_links (
  slug text primary key,
  report_id text not null references intel.reports (id) on delete cascade,
  view text not null check (view in ('internal', 'shareable')),
  unique (report_id, view)
);

-- Every sentence the gate looked at, kept or not.
create table intel.claims (
  run_id text not null,
  n integer not null,
  text text not null,
  verdict text not null check (verdict in ('kept', 'rewritten', 'dropped')),
  problems jsonb,
  primary key (run_id, n)
);
create table intel.claim_sources (
  run_id text not null,
  n integer not null,
  signal_id text not null,
  primary key (run_id, n, signal_id)
);

-- What reaches the outside: an intent before the call, what came of it after.
create table intel.effects (
  id text primary key,
  kind text not null,
  report_id text not null references intel.reports (id) on delete cascade,
  lane text not null,
  priority integer not null,
  seq bigint generated always as identity,
  payload jsonb not null,
  -- The effect that must be done before this one: message 2 needs message 1.
  after_id text,
  -- Until when it waits for that one; null is for ever.
  waits_until timestamptz,
  status text not null default 'pending' check (status in ('pending', 'started', 'done', 'failed', 'skipped')),
  tries integer not null default 0,
  next_at timestamptz not null default now(),
  intent_at timestamptz,
  first_tried_at timestamptz,
  external_id text,
  result jsonb,
  error text,
  created_at timestamptz not null default now(),
  done_at timestamptz
) with (fillfactor = 70);
create index effects_open on intel.effects (lane, priority, seq) where status in ('pending', 'started');
create index effects_cards on intel.effects (done_at) where kind = 'card' and status = 'done';
create index effects_by_report on intel.effects (report_id, seq);

-- One holder a lane keeps the order of a channel and its rate, over all processes.
create table intel.lanes (
  lane text primary key,
  holder text,
  held_until timestamptz not null default '-infinity',
  next_at timestamptz not null default '-infinity'
);

-- Messages that show present state and are edited when it changes.
create table intel.shown_messages (
  effect_id text primary key references intel.effects (id) on delete cascade,
  report_id text not null references intel.reports (id) on delete cascade,
  role text not null,
  channel text not null,
  ts text not null,
  shown_revision integer not null default 0,
  shown_hash text,
  holder text,
  held_until timestamptz not null default '-infinity'
);
create index shown_messages_by_report on intel.shown_messages (report_id);

-- Requests that must act once: signed Slack requests, modal nonces, Idempotency-Keys.
create table intel.once (
  key text primary key,
  body_hash text,
  result jsonb,
  seen_at timestamptz not null default now()
);
create index once_by_age on intel.once (seen_at);

-- Who did what by hand, for the record.
create table intel.actions (
  id bigint generated always as identity primary key,
  report_id text not null references intel.reports (id) on delete cascade,
  action text not null,
  by_user text not null,
  facts jsonb,
  at timestamptz not null default now()
);
create index actions_by_report on intel.actions (report_id, at);

alter table intel.replies enable row level security;
alter table intel.reports enable row level security;
alter table intel.report_versions enable row level security;
alter table intel.report_links enable row level security;
alter table intel.claims enable row level security;
alter table intel.claim_sources enable row level security;
alter table intel.effects enable row level security;
alter table intel.lanes enable row level security;
alter table intel.shown_messages enable row level security;
alter table intel.once enable row level security;
alter table intel.actions enable row level security;
