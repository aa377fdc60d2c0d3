-- The copies of reports in Notion, and effects that would rather wait for another one.
create table intel.notion_pages (
  report_id text primary key references intel.reports (id) on delete cascade,
  -- Null until the page is known to exist; it can exist before that, and is then found by its marker.
  page_id text unique,
  url text,
  marker text not null,
  -- The version that the page has shown in full; 0 before the first.
  version integer not null default 0,
  state text not null check (state in ('building', 'ready', 'failed')),
  -- What is being put on the page, and the blocks that stand there already.
  content_hash text,
  placed jsonb not null default '[]',
  updated_at timestamptz not null default now()
);
alter table intel.notion_pages enable row level security;

-- An effect waits for this one too, but only so long: a card for the page that it links to.
alter table intel.effects add column hopes_for_id text;
alter table intel.effects add column hopes_until timestamptz;
