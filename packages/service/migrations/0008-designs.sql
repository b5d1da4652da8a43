-- What pages were printed with: every design that this installation ever started with, and since when.
create table design (
  digest  text    primary key,                              -- SHA-256 of the design and of what pages take from its pack
  archive bytea   not null,                                 -- registry/design-archive.ts
  files   integer not null
);

-- A design may come back: each time that another one began to be used is a row.
create table design_use (
  id                 bigint      generated always as identity primary key,
  digest             text        not null references design,
  template_interface smallint    not null,
  renderer           text        not null,                  -- what drew pages then, with its fonts
  first_used_at      timestamptz not null
);
create index design_use_time on design_use (first_used_at, id);

-- Designs that somebody tries out: files that lie over those of the country.
create table template_draft (
  name        text        primary key,
  digest      text        not null,
  archive     bytea       not null,
  files       integer     not null,
  bytes       integer     not null,
  uploaded_at timestamptz not null,
  uploaded_by text        not null                          -- as callers are named in the audit trail
);

-- Append-only: who uploaded and removed what.
create table template_audit (
  id     bigint generated always as identity primary key,
  at     timestamptz not null default now(),
  action text        not null check (action in ('upload', 'remove')),
  name   text        not null,
  digest text        not null,
  caller text        not null
);

create function refuse_template_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'template_audit is append-only';
end $$;
create trigger template_audit_append_only before update or delete on template_audit
  for each statement execute function refuse_template_audit_change();
create trigger template_audit_no_truncate before truncate on template_audit
  for each statement execute function refuse_template_audit_change();
