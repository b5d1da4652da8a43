-- Certificates take a third of the room: event and credential are kept as one compressed text.
-- `content` is the event's JSON, a line feed, and the credential's JSON, byte for byte as signed;
-- `content_form` says how it is written: 0 as it is, n > 0 raw deflate with dictionary n (registry/content/).
alter table certificate
  add column content_form smallint,
  add column content      bytea;
update certificate set content_form = 0, content = convert_to(event::text, 'UTF8') || '\x0a'::bytea || credential;
alter table certificate
  alter column content_form set not null,
  alter column content set not null,
  -- Compressed already: PostgreSQL need not try.
  alter column content set storage external,
  drop column event,
  drop column credential;

-- Files of events, and what became of them.
create table bulk_upload (
  id           bigint generated always as identity primary key,
  kind         text        not null check (kind in ('vaccination', 'test')),
  file_name    text        not null,
  file_digest  bytea       not null,                      -- SHA-256 of the file: the same file again is known by it
  caller       text        not null,
  columns      text[]      not null,
  total_rows   integer     not null,
  received_at  timestamptz not null default now(),
  finished_at  timestamptz
);
create index bulk_upload_unfinished on bulk_upload (id) where finished_at is null;
create index bulk_upload_caller on bulk_upload (caller, id);

-- The jobs: some hundred rows each. A worker holds the row's lock while it certifies them, and writes the
-- certificates, the faulty rows and the counts in the transaction that ends the job: all of it, or nothing.
create table bulk_job (
  upload_id    bigint      not null references bulk_upload on delete cascade,
  n            integer     not null,
  first_row    integer     not null,                      -- 1 is the first row below the header
  row_count    integer     not null,
  content      bytea,                                     -- the rows, deflated JSON; null once they are done
  issued       integer     not null default 0,
  duplicate    integer     not null default 0,
  failed       integer     not null default 0,
  done_at      timestamptz,
  primary key (upload_id, n)
);
create index bulk_job_waiting on bulk_job (upload_id, n) where done_at is null;

create table bulk_error (
  upload_id    bigint      not null references bulk_upload on delete cascade,
  row_number   integer     not null,
  fields       text[]      not null,                      -- as they stood in the file
  reason       text        not null,
  primary key (upload_id, row_number)
);
