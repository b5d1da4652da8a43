-- The registry of certificates, its audit trail, and the callers' keys.
-- Every unique key of a large table contains `shard` (a hash of the beneficiary, 0..1023), so that the
-- table can be hash-partitioned or distributed by it later without a change of keys.

create table certificate (
  shard            smallint    not null check (shard between 0 and 1023),
  certificate_id   text        not null,
  beneficiary      text        not null,                  -- DIVOC's preEnrollmentCode
  program          text        not null default '',
  certificate_type text        not null,                  -- domestic | international | test | an entity type
  disease          text        not null default '',
  dose             smallint    not null default 0,        -- 0 where the kind has no doses
  event_key        bytea       not null,                  -- SHA-256 of what identifies the event
  content_digest   bytea       not null,                  -- SHA-256 of what a repeated event must equal
  state            text        not null default 'issued',
  state_at         timestamptz,
  state_reason     text,
  superseded_by    text,
  issued_at        timestamptz not null,
  status_list      integer     not null,
  status_index     integer     not null,
  event            jsonb       not null,                  -- the validated event, for printing
  credential       bytea       not null,                  -- the signed credential, byte for byte
  primary key (shard, certificate_id),
  constraint certificate_life_cycle check (
    (state = 'issued'     and state_at is null     and superseded_by is null) or
    (state = 'superseded' and state_at is not null and superseded_by is not null) or
    (state = 'revoked'    and state_at is not null and superseded_by is null and state_reason is not null)
  )
);

-- One live certificate per event; after a revocation the same event may be certified anew.
create unique index certificate_live_event on certificate (shard, event_key) where state = 'issued';
-- "The latest certificate of this beneficiary", and the history of one.
create index certificate_beneficiary on certificate (shard, beneficiary, certificate_type, dose, issued_at);

-- Append-only: what happened to which certificate, when, and through whom. No personal data beyond ids.
create table audit_entry (
  id             bigint generated always as identity primary key,
  at             timestamptz not null default now(),
  action         text        not null check (action in ('issue', 'correct', 'revoke', 'fetch')),
  shard          smallint    not null,
  certificate_id text        not null,
  caller         text        not null,                    -- 'key:<api key id>', 'oidc:<subject>' or 'cli'
  detail         text        not null default ''          -- for a fetch: json | pdf | qr | head
);
create index audit_entry_certificate on audit_entry (shard, certificate_id, at);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit_entry is append-only';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry
  for each statement execute function refuse_change();
create trigger audit_entry_no_truncate before truncate on audit_entry
  for each statement execute function refuse_change();

create table api_key (
  id           text        primary key,                   -- public handle, printed in lists and in the audit trail
  secret_hash  bytea       not null unique,               -- SHA-256 of the whole key; the key itself is never kept
  name         text        not null,
  roles        text[]      not null,
  created_at   timestamptz not null default now(),
  revoked_at   timestamptz
);

-- Positions in status lists: drawn from one sequence, and scattered inside their list by a keyed permutation
-- (registry/status-position.ts), so that certificates issued one after another do not stand side by side.
create sequence status_position minvalue 0 start 0;

-- One row: what this installation keeps to itself.
create table installation (
  id            boolean primary key default true check (id),
  status_secret bytea   not null
);
