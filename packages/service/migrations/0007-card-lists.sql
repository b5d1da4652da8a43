-- Packed ids of revoked SMART Health Cards of others, by their digest: the signed head for verifiers names them, also when an
-- import has replaced the list that they were of.
create table packed_rids (
  sha256     text        primary key,                         -- base64url
  packed     bytea       not null,
  -- Not dropped before: infinity while the published head names them, a while longer for those who hold the head before it.
  kept_until timestamptz not null default '-infinity'
);
-- Hashes cannot be compressed.
alter table packed_rids alter column packed set storage external;

-- Which SMART Health Cards of others are revoked: card revocation lists that came with a source, or alone.
create table trusted_card_list (
  source      text        not null references trusted_source (name) on delete cascade,
  iss         text        not null,
  kid         text        not null,
  version     bigint      not null,                           -- its ctr
  checked_at  timestamptz not null,                           -- as of when it was fetched
  sha256      text        not null references packed_rids (sha256),
  primary key (source, iss, kid)
);
create index trusted_card_list_sha256 on trusted_card_list (sha256);

alter table trusted_source
  add column list_count integer not null default 0,
  -- SHA-256 of the keys; empty for what was imported before there was one.
  add column keys_digest text not null default '';
