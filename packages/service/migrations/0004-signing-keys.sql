-- The registry of keys. Private halves are here sealed, or (keys made for trying out) plain, or not at all.
create table signing_key (
  id                  text        primary key,               -- first 16 hexadecimal digits of SHA-256 of the public key
  algorithm           text        not null check (algorithm in ('EdDSA', 'ES256', 'PS256')),
  verification_method text        not null unique,
  public_key          text        not null,                  -- PEM, SubjectPublicKeyInfo
  state               text        not null check (state in ('created', 'active', 'retiring', 'compromised')),
  kept                text        not null check (kept in ('environment', 'sealed', 'development', 'token')),
  private_key         bytea,                                 -- sealed PKCS #8; plain for a development key
  created_at          timestamptz not null,
  takes_over_at       timestamptz,                           -- created: when it becomes active
  active_since        timestamptz,                           -- when it became active
  valid_from          timestamptz,                           -- null: what it signed before it came here counts too
  valid_until         timestamptz,                           -- what it signs later does not count
  compromised_since   timestamptz,
  constraint signing_key_private check ((private_key is not null) = (kept in ('sealed', 'development'))),
  constraint signing_key_announced check ((takes_over_at is not null) = (state = 'created')),
  constraint signing_key_started check (active_since is not null or state <> 'active'),
  constraint signing_key_ended check (valid_until is not null or state in ('created', 'active')),
  constraint signing_key_compromised check ((compromised_since is not null) = (state = 'compromised'))
);
-- One key of each algorithm signs.
create unique index signing_key_active on signing_key (algorithm) where state = 'active';
