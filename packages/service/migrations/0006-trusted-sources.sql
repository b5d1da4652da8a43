-- Whose documents of other formats count here: published lists of other issuers' keys, as they were imported last.
create table trusted_source (
  name        text        primary key,
  kind        text        not null check (kind in ('eu', 'gdhcn', 'shc', 'pem')),
  imported_at timestamptz not null,
  key_count   integer     not null,
  keys        jsonb       not null                            -- as verification wants them (TrustedKey)
);
