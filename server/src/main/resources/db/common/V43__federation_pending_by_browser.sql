create index federation_pending_by_browser on federation_pending (instance, browser, expires_at);
