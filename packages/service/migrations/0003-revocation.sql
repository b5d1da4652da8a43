-- Revocation: what was withdrawn, in which order it was published, and by which query.

-- What a revocation by query asks for. Null: not read from the certificate yet (those of earlier versions are read
-- in the background); '' : the certificate has none.
alter table certificate
  add column batch      text,
  add column facility   text,
  add column event_date date;
create index certificate_unread on certificate (shard, certificate_id) where batch is null;
-- Certificates lie in the order in which they were issued, and those of a batch near each other: one small index tells
-- which pages to look at, and costs the issuing next to nothing.
create index certificate_origin on certificate
  using brin (batch text_bloom_ops, facility text_bloom_ops, event_date, issued_at) with (autosummarize = on);

-- Append-only: one row for each certificate that is no longer in force, written in the transaction that withdraws it.
-- Small beside the certificates: it is not partitioned.
create table revocation (
  shard          smallint    not null,
  certificate_id text        not null,
  revoked_at     timestamptz not null,
  reason         text        not null check (reason in ('error', 'fraud', 'faulty-batch', 'superseded', 'other')),
  note           text        not null default '',          -- for staff; never published
  status_list    integer     not null,
  status_index   integer     not null,
  place          bigint      unique,                       -- in the published list, from 0; null: not published yet
  primary key (shard, certificate_id)
);
create index revocation_unpublished on revocation (revoked_at) where place is null;
create index revocation_revoked_at on revocation (revoked_at);
create index revocation_status_list on revocation (status_list) where place is not null;

create function guard_revocation() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.place is null and to_jsonb(old) - 'place' = to_jsonb(new) - 'place' then
    return new;
  end if;
  raise exception 'revocation is append-only';
end $$;
create trigger revocation_append_only before update or delete on revocation
  for each row execute function guard_revocation();
create trigger revocation_no_truncate before truncate on revocation
  for each statement execute function guard_revocation();

-- Certificates that were corrected before this table was there.
insert into revocation (shard, certificate_id, revoked_at, reason, status_list, status_index)
select shard, certificate_id, state_at, 'superseded', status_list, status_index
from certificate where state = 'superseded';

-- One row for each publication: how many entries the list of that serial has.
create table status_publication (
  serial       bigint      generated always as identity primary key,
  published_at timestamptz not null,
  entries      bigint      not null
);

-- Digests of full parts of the list, which never change.
create table revocation_part (
  first  bigint primary key,
  sha256 text   not null
);

-- The files that were published last, signed.
create table published_file (
  name         text        primary key,
  serial       bigint      not null,
  entries      bigint      not null,                        -- revocations that it knows of
  published_at timestamptz not null,
  digest       text        not null,                        -- of what it says: tells whether a newer one would say the same
  content      bytea       not null
);
alter table published_file alter column content set storage external;

-- Revocations by query: counted, then confirmed with the count, then worked on.
create table revocation_job (
  id           bigint      generated always as identity primary key,
  caller       text        not null,
  query        jsonb       not null,
  reason       text        not null check (reason in ('error', 'fraud', 'faulty-batch', 'other')),
  note         text        not null default '',
  counted_at   timestamptz not null,                        -- certificates issued later are not touched
  counted      integer     not null,
  confirmed_at timestamptz,
  confirmed_by text,
  gathered     integer,                                     -- its certificates in revocation_target; null: not yet
  done         integer     not null default 0,              -- of them
  revoked      integer     not null default 0,
  finished_at  timestamptz
);
create index revocation_job_waiting on revocation_job (id) where confirmed_at is not null and finished_at is null;

-- The certificates of a confirmed job, until it is finished.
create table revocation_target (
  job_id         bigint   not null references revocation_job on delete cascade,
  n              integer  not null,
  shard          smallint not null,
  certificate_id text     not null,
  primary key (job_id, n)
);
