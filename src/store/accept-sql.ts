/** SQL of accepting replies. Batched statements take one JSON array, so that a hundred replies are one round trip. */

/**
 * Copies of one reply that arrive at the same moment wait for each other, when a sending tool brought one of them ($2:
 * whether it did, beside each key). Sorted, so that two transactions never wait for each other.
 */
export const LOCK_SAME = `
select case when l.is_tools then pg_advisory_xact_lock(l.key) else pg_advisory_xact_lock_shared(l.key) end
from (select hashtextextended(k.key, 0) as key, bool_or(k.is_tools) as is_tools
  from unnest($1::text[], $2::boolean[]) as k(key, is_tools) group by 1 order by 1) as l`

const GIVEN_REPLIES = `jsonb_to_recordset($1::jsonb) as r(id text, message_key text, content_key text, text_key text,
  profile_key text, name_key text, origin text, domain text, prospect_email text, input jsonb, extra jsonb,
  brought_by text, received_at timestamptz)`

/** The mail's own id, as every tool that passes it on writes it. */
const hasMailId = (reply: string) => `coalesce(${reply}.input ->> 'messageId', '') ~ '^<[^<>@\\s]+@[^<>@\\s]+>$'`
const hasId = (reply: string) => `${reply}.input ->> 'messageId' is not null`

/** Ids that can be compared decide alone: two of one tool, or two of the mail itself. */
const IDS_DECIDE = `((o.brought_by = r.brought_by and ${hasId('o')} and ${hasId('r')})
    or (${hasMailId('o')} and ${hasMailId('r')}))`
const MAY_BE_ONE = `o.received_at between r.received_at - interval '7 days' and r.received_at + interval '7 days'
  and not ${IDS_DECIDE}`

/**
 * The same words of the same person within a week are one reply when a sending tool's own event is one of the two and
 * their ids cannot match. What Clay alone brings is told apart by the contract's rule. $2: who is a sending tool.
 */
const SAME_CONTENT = `o.content_key = r.content_key and ${MAY_BE_ONE}`
const IS_TOOLS = 'r.brought_by = any($2)'

const isWordless = (reply: string) => `(${reply}.text_key is null and ${reply}.content_key is null)`
const toldAt = (reply: string) => `(${reply}.input ->> 'repliedAt')::timestamptz`
/** What a look at a list finds was written long before. */
const heardAt = (reply: string) => `case when ${reply}.extra ? 'reconciled'
    then coalesce(${toldAt(reply)}, ${reply}.received_at) else ${reply}.received_at end`

/**
 * Where one of the two has no words, the same person within two hours and no other campaign must do: by when it was
 * written where both say so, else by when it came.
 */
const SAME_MOMENT = `(${isWordless('o')} or ${isWordless('r')})
  and coalesce(o.input ->> 'campaignId' = r.input ->> 'campaignId', true)
  and abs(extract(epoch from coalesce(${toldAt('o')} - ${toldAt('r')}, ${heardAt('o')} - ${heardAt('r')}))) <= 7200`

const SAME_PERSON = `o.prospect_email = r.prospect_email and ${MAY_BE_ONE} and ${SAME_MOMENT}`
const SAME_PROFILE = `o.profile_key = r.profile_key and ${MAY_BE_ONE}
  and (o.text_key = r.text_key or (${SAME_MOMENT}))`
/** Two profiles that are known and differ are two people of one name. */
const SAME_NAME = `o.name_key = r.name_key and ${MAY_BE_ONE}
  and coalesce(o.profile_key = r.profile_key, true)`

/**
 * The other ways, each with an index of its own. Between a sending tool and somebody else only: what Clay brings looks at
 * the few rows of tools, what a tool brings at all but those.
 */
const OTHER_WAYS = [SAME_PROFILE, SAME_NAME, SAME_PERSON]
const toTools = (way: string) => `select o.* from intel.replies o
    where not ${IS_TOOLS} and o.brought_by = any($2) and ${way}`
const toOthers = (way: string) => `select o.* from intel.replies o
    where ${IS_TOOLS} and o.brought_by <> all($2) and ${way}`

/** Most replies are Clay's and meet the few rows of tools only, by index. Sorted, as two batches may bring the same keys. */
export const INSERT_REPLIES = `
insert into intel.replies (id, message_key, content_key, text_key, profile_key, name_key, origin, domain, prospect_email,
  input, extra, brought_by, received_at)
select r.id, r.message_key, r.content_key, r.text_key, r.profile_key, r.name_key, r.origin, r.domain, r.prospect_email,
  r.input, r.extra, r.brought_by, r.received_at
from ${GIVEN_REPLIES}
where not exists (select from intel.reply_copies c where c.message_key = r.message_key)
  and not exists (select from intel.replies o where o.brought_by = any($2) and ${SAME_CONTENT})
  and (not ${IS_TOOLS} or not exists (select from intel.replies o where ${SAME_CONTENT}))
  ${OTHER_WAYS.map(
    (way) => `and not exists (${toTools(way)}) and (not ${IS_TOOLS} or not exists (${toOthers(way)}))`,
  ).join('\n  ')}
order by r.message_key
on conflict (message_key) do nothing
returning id`

/** The first one of each reply that was not stored: by its key, by its content, then by the other ways in their order. */
export const FIRST_ONES = `
select r.id, f.id as first_id, f.brought_by as first_by, f.rank > 1 as is_other_key, f.text_key as first_text
from ${GIVEN_REPLIES} cross join lateral (
  select o.id, o.brought_by, 0 as rank, o.received_at, o.text_key from intel.replies o where o.message_key = r.message_key
  union all
  select o.id, o.brought_by, 1 as rank, o.received_at, o.text_key from intel.replies o
    join intel.reply_copies c on c.reply_id = o.id where c.message_key = r.message_key
  union all
  select o.id, o.brought_by, 2 as rank, o.received_at, o.text_key from intel.replies o
  where ${SAME_CONTENT} and (o.brought_by = any($2) or ${IS_TOOLS})
  ${OTHER_WAYS.flatMap((way, index) =>
    [toTools(way), toOthers(way)].map(
      (rows) => `union all
  select o.id, o.brought_by, ${index + 3} as rank, o.received_at, o.text_key from (${rows}) as o`,
    ),
  ).join('\n  ')}
  order by rank, received_at, id limit 1) as f`

export const REMEMBER_COPIES = `
insert into intel.reply_copies (message_key, reply_id)
select c.message_key, c.reply_id from jsonb_to_recordset($1::jsonb) as c(message_key text, reply_id text)
order by c.message_key
on conflict do nothing`

/** What the rows say that copies are to join, and nobody else gives them words until these have. */
export const LOCK_FIRSTS = `select id, text_key from intel.replies where id = any($1) order by id for update`

/**
 * What a later copy of a reply adds to the first one. Fields that the first one lacks are filled in as long as no run has
 * begun with it; words and address always, because they are what a person answers by, and because a reply that has its
 * words is never taken for another one. Clay may read the report of what a sending tool brought first.
 */
export const MERGE_COPIES = `
with copies as (select distinct on (g.first_id) * from jsonb_to_recordset($1::jsonb) as g(n int, id text, first_id text,
    adds jsonb, tells jsonb, brought_by text, prospect_email text, content_key text, text_key text, profile_key text,
    name_key text) order by g.first_id, g.n),
begun as (select g.first_id from copies g join intel.runs u on u.subject_id = g.first_id
  where u.status <> 'queued' or u.attempt > 0),
filled as (select g.*, (select coalesce(jsonb_object_agg(a.key, a.value), '{}'::jsonb)
    from jsonb_each(case when g.first_id in (select first_id from begun) then g.tells else g.adds || g.tells end) a
    where r.input -> a.key is null or r.input -> a.key = 'null'::jsonb
      or (a.key = 'replyText' and ${isWordless('r')} and g.text_key is not null)) as gives
  from copies g join intel.replies r on r.id = g.first_id),
run as (update intel.runs u set input = jsonb_set(u.input, '{reply}', (u.input -> 'reply') || f.gives)
  from filled f where u.subject_id = f.first_id and u.status = 'queued' and u.attempt = 0 and f.gives <> '{}'::jsonb),
shown as (update intel.reports p set revision = p.revision + 1, updated_at = now()
  from filled f where p.id = f.first_id and f.gives <> '{}'::jsonb)
update intel.replies r set input = r.input || f.gives,
  prospect_email = coalesce(r.prospect_email, f.prospect_email), content_key = coalesce(r.content_key, f.content_key),
  text_key = coalesce(r.text_key, f.text_key), profile_key = coalesce(r.profile_key, f.profile_key),
  name_key = coalesce(r.name_key, f.name_key),
  also_by = case when f.brought_by = 'intake' and r.brought_by = any($2) then 'intake' else r.also_by end
from filled f where r.id = f.first_id
  and (f.gives <> '{}'::jsonb or (f.brought_by = 'intake' and r.brought_by = any($2))
    or (r.profile_key is null and f.profile_key is not null) or (r.text_key is null and f.text_key is not null))
returning f.id, f.gives ? 'replyText' as has_words`
