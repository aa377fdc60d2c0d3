-- Indexes of tables that may be long are built in files of their own: a change of columns shuts everybody out until its
-- file ends, an index only those who write.
create index replies_by_content on intel.replies (content_key, brought_by, received_at) where content_key is not null;
-- Clay's rows are many and only ever meet those of sending tools, so who brought a row comes second.
create index replies_by_person on intel.replies (prospect_email, brought_by, received_at) where prospect_email is not null;
create index replies_by_profile on intel.replies (profile_key, brought_by) where profile_key is not null;
create index replies_by_name on intel.replies (name_key, brought_by) where name_key is not null;
