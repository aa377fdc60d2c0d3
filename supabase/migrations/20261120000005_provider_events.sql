-- Events of the tools that send campaigns, stored before they are answered.
create table intel.provider_events (
  id text primary key,
  provider text not null check (provider in ('smartlead', 'heyreach')),
  -- Hash of what makes two deliveries the same event.
  dedupe_key text not null unique,
  -- The provider's word for it; 'listed' for what a look at its own list of replies found.
  kind text,
  -- As it came, without secrets.
  body jsonb not null,
  status text not null default 'received' check (status in ('received', 'taken', 'ignored', 'failed')),
  -- One sentence on why it was ignored or failed, or what is waited for.
  why text,
  reply_id text references intel.replies (id) on delete set null,
  tries integer not null default 0,
  -- A listed reply that no event had brought, and whether the operators know.
  gap text check (gap in ('found', 'told')),
  received_at timestamptz not null default now(),
  handled_at timestamptz
);
create index provider_events_by_age on intel.provider_events (status, received_at);
create index provider_events_gaps on intel.provider_events (provider) where gap = 'found';
-- Which addresses are mailboxes of ours: those that were seen sending.
create index provider_events_senders on intel.provider_events (provider, md5(lower(body ->> 'from_email')))
  where kind in ('EMAIL_SENT', 'FIRST_EMAIL_SENT');

-- How far each part of a provider's list of replies has been compared with ours.
create table intel.provider_cursors (
  provider text not null,
  part text not null,
  compared_until timestamptz not null,
  visited_at timestamptz not null default now(),
  primary key (provider, part)
);

-- When the next request to an outside service may go, over all processes.
create table intel.service_paces (
  service text primary key,
  next_at timestamptz not null
) with (fillfactor = 50);

-- What tells that two replies are the same when their ids cannot: hash of who wrote and what.
alter table intel.replies add column content_key text;
-- Clay, when it brought a copy of what a sending tool had brought first: it may read the report too.
alter table intel.replies add column also_by text;

alter table intel.provider_events enable row level security;
alter table intel.provider_cursors enable row level security;
alter table intel.service_paces enable row level security;
