/** SQL of prepared batches. An item's state is its report's: nothing is kept twice. */

/** What each item of a batch stands at, and what its report has cost. $1: the batch */
const ITEM_STATES = `
select i.position, i.domain, i.claimed_at, i.report_id, i.skipped, p.status,
  case when i.skipped is not null then 'skipped' when i.claimed_at is null then 'waiting'
    when p.status is null or p.status in ('queued', 'running', 'delayed') then 'running'
    when p.status = 'delivered' then 'delivered' when p.status = 'no_signals' then 'no_signals' else 'failed' end as state,
  coalesce((select sum(c.cost_micros) from intel.runs c where c.subject_id = i.report_id), 0) as cost_micros
from intel.preparation_items i left join intel.reports p on p.id = i.report_id`

export const PREPARATIONS = `
select b.*, s.*
from intel.preparations b cross join lateral (
  select count(*)::int as total, coalesce(sum(cost_micros), 0)::bigint as spent_micros,
    count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'running')::int as running,
    count(*) filter (where state = 'delivered')::int as delivered, count(*) filter (where state = 'failed')::int as failed,
    count(*) filter (where state = 'no_signals')::int as no_signals, count(*) filter (where state = 'skipped')::int as skipped
  from (${ITEM_STATES} where i.preparation_id = b.id) as states) as s
where $1::text is null or b.id = $1 order by b.created_at desc, b.id limit $2`

export const LOCK_PREPARATION = `
select budget_micros, expected_micros, per_hour, created_at from intel.preparations
where id = $1 and ended_at is null for update`

/** $2: now */
export const STANDING = `
select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'running')::int as running,
  count(*) filter (where claimed_at is not null and skipped is null)::int as claimed,
  count(*) filter (where claimed_at > $2::timestamptz - interval '1 hour' and skipped is null)::int as claimed_lately,
  coalesce(sum(cost_micros) filter (where state not in ('running', 'waiting')), 0)::bigint as ended_micros,
  count(*) filter (where state in ('delivered', 'no_signals', 'failed'))::int as ended
from (${ITEM_STATES} where i.preparation_id = $1) as states`

/** Takes up the next $3 items, and answers them with those that were taken up and never reported. */
export const CLAIM = `
with taken as (update intel.preparation_items i set claimed_at = $2 from (
    select position from intel.preparation_items where preparation_id = $1 and claimed_at is null and skipped is null
    order by position limit $3) as next
  where i.preparation_id = $1 and i.position = next.position returning i.position, i.domain)
select position, domain from taken
union select position, domain from intel.preparation_items
where preparation_id = $1 and claimed_at is not null and report_id is null and skipped is null order by position`

/** $3: rules' reports count too */
export const PREPARED_SINCE = `
select distinct r.domain from intel.replies r
join intel.reports p on p.id = r.id and p.status = 'delivered'
join intel.report_versions v on v.report_id = p.id and v.version = p.version
where r.domain = any($1) and r.origin = 'prepared' and v.made_at >= $2
  and ($3 or v.document ->> 'ranking' = 'claude')`

export const MEAN_COST = `
select ceil(avg(r.cost_micros))::bigint as micros, count(*)::int as runs from intel.runs r
where r.pipeline = 'report' and r.status in ('completed', 'partial') and r.queued_at > $2
  and exists (select from intel.model_calls c where c.run_id = r.id and c.role = 'write' and c.answer is not null
    and (c.model = $1 or starts_with(c.model, $1 || '-')))`
