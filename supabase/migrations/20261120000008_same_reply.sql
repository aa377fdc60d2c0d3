-- More ways to know that two doors tell of one reply, where they have no words or no address in common.
alter table intel.replies
  -- Hash of the beginning of what was written; null without words.
  add column text_key text,
  -- Hash of the person's LinkedIn profile.
  add column profile_key text,
  -- Hash of company domain, person's name and the beginning of what was written.
  add column name_key text;

-- Messages that turned out to be copies: a repeat of one is known, however late it comes.
create table intel.reply_copies (
  message_key text primary key,
  reply_id text not null references intel.replies (id) on delete cascade
);
create index reply_copies_by_reply on intel.reply_copies (reply_id);

-- How many looks at a provider's list of replies have failed one after the other.
create table intel.provider_looks (
  provider text primary key,
  failed_in_a_row integer not null,
  looked_at timestamptz not null default now()
);

alter table intel.reply_copies enable row level security;
alter table intel.provider_looks enable row level security;
