-- Looks through what stands there without shutting anybody out.
alter table intel.replies validate constraint replies_origin_check;
alter table intel.notion_pages validate constraint notion_pages_state_check;
