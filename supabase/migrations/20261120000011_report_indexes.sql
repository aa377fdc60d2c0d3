create index report_versions_by_age on intel.report_versions (made_at);
create index reports_without_signals on intel.reports (id) where status = 'no_signals';
create index report_links_open on intel.report_links (report_id) where expired_at is null;
