-- Tables another team fills (contract: default tables). Read through PostgREST with the service key only.
create table public.signals (
  id text not null,
  domain text not null,
  signal_type text,
  title text,
  summary text,
  buyer_id text,
  buyer_name text,
  buyer_type text,
  buyer_state text,
  event_date date,
  deadline date,
  detected_at timestamptz,
  status text,
  amount_usd numeric,
  vendor text,
  is_amendment boolean not null default false,
  source_title text,
  source_url text,
  source_ref text,
  relevance_score numeric,
  raw jsonb,
  primary key (id, domain)
);
create index signals_by_domain on public.signals (domain, event_date desc nulls last, id);

create table public.accounts (
  domain text primary key,
  account_name text,
  tier text check (tier in ('T0', 'T1', 'T2', 'T3')),
  product text,
  territory text
);

create table public.signal_allocations (
  signal_id text not null,
  prospect_email text not null,
  campaign_id text not null default '',
  sequence_position integer not null default 0,
  sent boolean not null default false,
  primary key (signal_id, prospect_email, campaign_id, sequence_position)
);
create index signal_allocations_by_prospect on public.signal_allocations (prospect_email) where sent;

alter table public.signals enable row level security;
alter table public.accounts enable row level security;
alter table public.signal_allocations enable row level security;
revoke all on public.signals, public.accounts, public.signal_allocations from anon, authenticated;
grant select, insert, update, delete on public.signals, public.accounts, public.signal_allocations to service_role;
