import { NEVER_WAS } from './notion-copies.ts'

/** SQL of what the clock looks at. `now` is the clock port's, so that a simulated day is a day. */

/**
 * Delivered reports of the sellers that were looked at longest ago. The days count from the newest version that somebody
 * asked for: one that the refresher made does not keep itself alive. What the newest run read comes along once, until a
 * look has taken it over; runs of before digests were kept know ids alone.
 * $1 now, $2 slot, $3 days, $4 most sellers
 */
export const REFRESHABLE = `
with due as materialized (
  select p.id, r.domain, v.made_at, v.run_id, w.looked_at, w.known_signals, w.known_run_id,
    array(select shown ->> 'id' from jsonb_array_elements(v.document -> 'signals') as shown) as shown_ids
  from intel.report_versions v
  join intel.reports p on p.id = v.report_id and p.version = v.version and p.status = 'delivered'
  join intel.replies r on r.id = p.id and r.origin <> 'prepared'
  left join intel.report_looks w on w.report_id = p.id
  where v.made_at > $1::timestamptz - $3 * interval '1 day' and v.made_at < $2 and (w.looked_at is null or w.looked_at < $2)
    and exists (select from intel.report_versions a where a.report_id = p.id
      and a.made_at > $1::timestamptz - $3 * interval '1 day'
      and not exists (select from intel.actions x where x.report_id = a.report_id and x.action = 'refresh'
        and x.facts ->> 'runId' = a.run_id))),
picked as (select domain from due group by domain order by min(coalesce(looked_at, '-infinity')), domain limit $4)
select d.id, d.domain, d.made_at, d.known_signals as known, d.shown_ids, coalesce(n.run_id, d.known_run_id) as run_id,
  u.input ->> 'angle' as angle, (u.input ->> 'tier')::int as tier,
  case when n.run_id is distinct from d.known_run_id then
    (select coalesce(s.output -> 'rowDigests',
       (select jsonb_object_agg(row ->> 'id', '') from jsonb_array_elements(s.output -> 'rows') as row))
     from intel.run_steps s where s.run_id = n.run_id and s.name = 'read-signals' and s.outcome in ('ok', 'empty')
     order by s.position desc limit 1) end as run_known
from due d join picked on picked.domain = d.domain
left join intel.runs u on u.id = d.run_id
left join lateral (select e.id as run_id from intel.runs e where e.subject_id = d.id
  and e.status in ('completed', 'partial', 'stopped') order by e.queued_at desc limit 1) n on true
order by d.domain, d.id`

/**
 * Replies without signals whose next look is due, or whose time is over. $1 now, $2 hours between looks, $3 days after the
 * reply, $4 most sellers
 */
export const RECHECKABLE = `
with due as materialized (
  select p.id, r.domain, r.received_at, p.posts_to_slack, coalesce(greatest(w.looked_at, u.now_at), r.received_at) as seen_at
  from intel.reports p
  join intel.replies r on r.id = p.id and r.origin <> 'prepared'
  left join intel.report_looks w on w.report_id = p.id
  left join intel.runs u on u.id = p.run_id
  where p.status = 'no_signals' and w.ended_at is null)
select d.id, d.domain, d.received_at, d.posts_to_slack from due d
where d.domain in (
  select domain from due
  where seen_at <= $1::timestamptz - $2 * interval '1 hour' or received_at <= $1::timestamptz - $3 * interval '1 day'
  group by domain order by min(seen_at), domain limit $4)
  and (d.seen_at <= $1::timestamptz - $2 * interval '1 hour' or d.received_at <= $1::timestamptz - $3 * interval '1 day')
order by d.received_at, d.id`

export const LOOKED = `
insert into intel.report_looks (report_id, known_signals, known_run_id, looked_at)
select l.id, l.known, l.run_id, $2
from jsonb_to_recordset($1::jsonb) as l(id text, known jsonb, run_id text) join intel.reports p on p.id = l.id
on conflict (report_id) do update set known_signals = excluded.known_signals,
  known_run_id = excluded.known_run_id, looked_at = excluded.looked_at`

export const GAVE_UP = `
insert into intel.report_looks (report_id, looked_at, ended_at) values ($1, $2, $2)
on conflict (report_id) do update set looked_at = excluded.looked_at, ended_at = excluded.ended_at`

/**
 * Copies in Notion that do not stand as their reports do. What is under way for one is left to end, and what was tried
 * under this key is not tried again. $1 most, $2 key
 */
export const STRAYING = `
select s.report_id, s.is_unwanted from (
  select n.report_id, n.state, p.status = 'dismissed' or exists (
    select from intel.report_links l where l.report_id = p.id and l.expired_at >= v.made_at) as is_unwanted
  from intel.notion_pages n join intel.reports p on p.id = n.report_id
  join intel.report_versions v on v.report_id = p.id and v.version = p.version where not (${NEVER_WAS})) s
where s.is_unwanted = (s.state <> 'gone') and not exists (select from intel.effects e where e.report_id = s.report_id
  and e.kind = 'notion' and (e.status in ('pending', 'started') or e.id like '%:' || $2))
order by s.report_id limit $1`

/**
 * Pages whose newest version is too old, once; and those that are young again, by a new version or a longer setting.
 * $1 now, $2 days, $3 most links of each
 */
export const EXPIRE = `
with cutoff as (select case when $2 > 0 then $1::timestamptz - $2 * interval '1 day' else '-infinity' end as at),
old as (select l.slug from intel.report_links l join intel.reports p on p.id = l.report_id
  join intel.report_versions v on v.report_id = p.id and v.version = p.version, cutoff
  where l.expired_at is null and v.made_at <= cutoff.at limit $3),
expired as (update intel.report_links l set expired_at = $1 from old where l.slug = old.slug returning 1),
young as (select l.slug from intel.report_links l join intel.reports p on p.id = l.report_id
  join intel.report_versions v on v.report_id = p.id and v.version = p.version, cutoff
  where l.expired_at is not null and v.made_at > cutoff.at limit $3),
reopened as (update intel.report_links l set expired_at = null from young where l.slug = young.slug returning 1)
select (select count(*)::int from expired) as expired, (select count(*)::int from reopened) as reopened`
