/** SQL of replies and reports. Batched statements take one JSON array, so that a hundred replies are one round trip. */

export const INSERT_REPORTS = `
insert into intel.reports (id, status, posts_to_slack, run_id)
select r.id, 'queued', r.posts_to_slack, r.run_id
from jsonb_to_recordset($1::jsonb) as r(id text, posts_to_slack boolean, run_id text)`

export const UNDISPATCHED = `
select r.id, r.input, r.extra ->> 'subject' as subject, r.received_at, p.posts_to_slack
from intel.reports p join intel.replies r on r.id = p.id
where p.dispatched_at is null and p.run_id is null and p.status = 'queued' and ($1::text[] is null or p.id = any($1))
order by r.received_at`

export const LOCK_REPLIES = `select from intel.replies where id = any($1) order by id for share`

/** Words that came while the reply was being read are read too: such a row waits. */
export const DISPATCH = `
update intel.reports p set dispatched_at = now(), status = d.status, status_note = d.note, reading = d.reading,
  assigned_to = d.assigned_to, run_id = d.run_id, revision = p.revision + 1, updated_at = now()
from jsonb_to_recordset($1::jsonb) as d(id text, status text, note text, reading jsonb, assigned_to text, run_id text,
  reply_text text)
where p.id = d.id and p.dispatched_at is null
  and (select r.input ->> 'replyText' from intel.replies r where r.id = p.id) is not distinct from d.reply_text
returning p.id`

/** Replies of the last week whose words nobody has read, because a process died between storing and reading them. */
export const UNREAD_WORDS = `
select p.id from intel.reports p join intel.replies r on r.id = p.id
where p.dispatched_at > now() - interval '7 days' and p.status <> 'dismissed' and r.input ->> 'replyText' ~ '[[:alnum:]]'
  and p.reading ->> 'kind' in ('positive', 'referral', 'unclear') and p.reading ->> 'by' = 'rules'
  and not exists (select from intel.actions a where a.report_id = p.id and a.action = 'run-anyway')
  and coalesce(p.reading ->> 'keySentences', '') !~ '[[:alnum:]]'`

export const QUOTE = `update intel.reports set reading = $2::jsonb, revision = revision + 1, updated_at = now()
where id = $1 and coalesce(reading ->> 'keySentences', '') !~ '[[:alnum:]]'`

/** A run that waits reads the words too. */
export const GIVE_WORDS = `update intel.runs set input = jsonb_set(input, '{strippedText}', to_jsonb($2::text))
where subject_id = $1 and status = 'queued' and attempt = 0`

export const HOLD = `update intel.reports set status = 'held', status_note = $3, error_code = null, reading = $2::jsonb,
  revision = revision + 1, updated_at = now() where id = $1`

/** Everything a run changes of its report, for all runs that wait, each under its fence. */
export const OUTCOME = `
with given as (select * from jsonb_to_recordset($1::jsonb) as x(run_id text, attempt int, report_id text, status text,
    note text, error_code text, reading jsonb, document jsonb, change jsonb)),
live as materialized (select r.id, r.attempt from intel.runs r
  where r.status = 'running' and (r.id, r.attempt) in (select run_id, attempt from given) order by r.id for share),
i as materialized (select given.* from given join live on live.id = given.run_id and live.attempt = given.attempt),
ver as (insert into intel.report_versions (report_id, version, run_id, document, change, made_at)
  select i.report_id, p.version + 1, i.run_id, i.document, i.change, (i.document ->> 'madeAt')::timestamptz from i join intel.reports p on p.id = i.report_id
  where i.document is not null on conflict (run_id) do nothing returning report_id, version),
upd as (update intel.reports p set status = coalesce(i.status, p.status),
    status_note = case when i.status is null then p.status_note else i.note end,
    error_code = case when i.status is null then p.error_code else i.error_code end,
    reading = coalesce(i.reading, p.reading), version = coalesce(ver.version, p.version),
    first_ready_at = case when i.document is null then p.first_ready_at else coalesce(p.first_ready_at, now()) end,
    revision = p.revision + 1, updated_at = now()
  from i left join ver on ver.report_id = i.report_id
  where p.id = i.report_id and (i.document is null or ver.version is not null)),
link as (insert into intel.report_links (slug, report_id, view)
  select l.slug, l.report_id, l.view from jsonb_to_recordset($2::jsonb) as l(slug text, report_id text, view text, run_id text)
  join i on i.run_id = l.run_id on conflict do nothing),
effect as (insert into intel.effects (id, kind, report_id, lane, priority, payload, after_id, waits_until, hopes_for_id, hopes_until)
  select e.id, e.kind, e.report_id, e.lane, e.priority, e.payload, e.after_id,
    now() + e.wait_ms * interval '1 millisecond', e.hopes_for_id, now() + e.hope_ms * interval '1 millisecond'
  from jsonb_to_recordset($3::jsonb) as e(id text, kind text, report_id text, lane text, priority int, payload jsonb,
    after_id text, wait_ms bigint, hopes_for_id text, hope_ms bigint, run_id text) join i on i.run_id = e.run_id on conflict (id) do nothing),
claim as (insert into intel.claims (run_id, n, text, verdict, problems)
  select c.run_id, c.n, c.text, c.verdict, to_jsonb(c.problems)
  from jsonb_to_recordset($4::jsonb) as c(run_id text, n int, text text, verdict text, problems text)
  join i on i.run_id = c.run_id on conflict do nothing),
source as (insert into intel.claim_sources (run_id, n, signal_id)
  select c.run_id, c.n, s.id from jsonb_to_recordset($4::jsonb) as c(run_id text, n int, evidence jsonb)
  join i on i.run_id = c.run_id cross join lateral jsonb_array_elements_text(c.evidence) as s(id) on conflict do nothing)
select run_id, attempt from i`

const ITEM_COLUMNS = `
select p.id, r.origin, r.input, r.received_at, p.reading,
  case when p.status = 'queued' and u.status = 'running' then 'running' else p.status end as status, p.status_note, p.error_code, p.assigned_to, p.owner_id, p.owned_at,
  p.escalation, p.dismissed_by, p.version, p.run_id, p.revision, p.posts_to_slack, p.first_ready_at, v.document, v.change,
  (select done_at from intel.effects e where e.id = 'card:' || p.id and e.status = 'done') as card_at,
  (select json_object_agg(l.view, l.slug) from intel.report_links l where l.report_id = p.id) as links,
  (select n.url from intel.notion_pages n where n.report_id = p.id and n.version > 0 and n.state not in ('failed', 'gone')) as notion_url,
  (select e.error from intel.effects e where e.id in ('dispatch:' || p.id, 'card:' || p.id)
    and e.status in ('pending', 'started') and e.error is not null order by e.seq limit 1) as waiting_for,
  (select coalesce(sum(c.cost_micros), 0) from intel.runs c where c.subject_id = p.id) as cost_micros
from intel.reports p join intel.replies r on r.id = p.id
left join intel.runs u on u.id = p.run_id
left join intel.report_versions v on v.report_id = p.id and v.version = p.version`

export const ITEMS = `${ITEM_COLUMNS} where p.id = any($1)`

export const NEWEST_DELIVERED = `${ITEM_COLUMNS} where r.domain = $1 and p.version > 0 and p.status = 'delivered'
order by v.made_at desc limit 1`

export const NEWEST_PENDING = `${ITEM_COLUMNS} where r.domain = $1 and p.status in ('queued', 'running', 'delayed')
order by r.received_at desc limit 1`

/** A version made after a page had expired opens it again. */
export const PAGE = `select l.report_id, l.view, coalesce(l.expired_at >= v.made_at, false) as is_expired
from intel.report_links l join intel.reports p on p.id = l.report_id
left join intel.report_versions v on v.report_id = p.id and v.version = p.version where l.slug = $1`

/** One made ahead names no prospect, so it goes before what was made for somebody else. $3: rules' reports count too */
export const PREPARED_FOR = `select p.id as report_id, v.run_id, v.document, v.made_at,
  (select s.output from intel.run_steps s where s.run_id = v.run_id and s.name = 'seal-words'
    and s.output ? 'rankingClaims' limit 1) as seal,
  (select coalesce(jsonb_agg(jsonb_build_object('verdict', c.verdict, 'problems', c.problems, 'claim',
      jsonb_build_object('text', c.text, 'evidence', (select coalesce(jsonb_agg(e.signal_id), '[]')
        from intel.claim_sources e where e.run_id = c.run_id and e.n = c.n))) order by c.n), '[]')
    from intel.claims c where c.run_id = v.run_id) as claims
from intel.replies r join intel.reports p on p.id = r.id and p.status = 'delivered'
join intel.report_versions v on v.report_id = p.id and v.version = p.version
where r.domain = $1 and r.origin = 'prepared' and v.made_at >= $2 and ($3 or v.document ->> 'ranking' = 'claude')
order by v.made_at desc limit 1`
