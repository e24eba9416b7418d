update idps set
  sealed_secret = coalesce(json_extract(config, '$.sealedSecret'), ''),
  config = json_remove(config, '$.sealedSecret');
