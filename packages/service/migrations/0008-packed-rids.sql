-- Packed ids of revoked cards, by their digest: the signed head for verifiers names them, also when an import has replaced the
-- list that they were of.
create table packed_rids (
  sha256     text        primary key,                         -- base64url
  packed     bytea       not null,
  -- Not dropped before: infinity while the published head names them, a while longer for those who hold the head before it.
  kept_until timestamptz not null default '-infinity'
);
-- Hashes cannot be compressed.
alter table packed_rids alter column packed set storage external;

insert into packed_rids (sha256, packed, kept_until)
select distinct on (sha256) sha256, packed, 'infinity' from trusted_card_list;

alter table trusted_card_list
  drop column packed,
  add foreign key (sha256) references packed_rids (sha256);
