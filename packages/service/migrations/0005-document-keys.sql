-- Keys that certificates in the formats of other countries are signed with: EU and WHO (hcert), ICAO (vds-nc), SMART
-- Health Cards (shc). Private halves are here, sealed, or in a token; those made for
-- trying out may be plain.
create table document_key (
  id                text        primary key,                 -- first 16 hexadecimal digits of SHA-256 of the public key
  use               text        not null check (use in ('hcert', 'vds-nc', 'shc')),
  state             text        not null check (state in ('requested', 'active', 'retired')),
  algorithm         text        not null check (algorithm = 'ES256'),
  public_key        text        not null,                    -- PEM, SubjectPublicKeyInfo
  certificate       bytea,                                   -- X.509, DER; SMART Health Cards have none
  authority         bytea,                                   -- X.509, DER: whose key signed the certificate (CSCA)
  events            text[]      not null default '{}',       -- what its certificate lets it sign; empty: all
  development       boolean     not null,                    -- made for trying out: production does not use it
  kept              text        not null check (kept in ('sealed', 'token', 'plain')),
  private_key       bytea,                                   -- PKCS #8, as "kept" says; null: in a PKCS#11 token
  created_at        timestamptz not null,
  valid_from        timestamptz,                             -- signs from then on
  valid_until       timestamptz,                             -- end of the certificate: no document ends later
  signs_until       timestamptz,                             -- end of the private key's use
  retired_at        timestamptz,
  compromised_since timestamptz,
  constraint document_key_plain check (kept <> 'plain' or development),
  constraint document_key_private check ((private_key is null) = (kept = 'token')),
  constraint document_key_certified check ((certificate is not null) = (use <> 'shc' and valid_from is not null)),
  constraint document_key_started check (state <> 'active' or (valid_from is not null and signs_until is not null)),
  constraint document_key_retired check ((retired_at is not null) = (state = 'retired')),
  constraint document_key_compromised check (compromised_since is null or state = 'retired')
);

-- SMART Health Cards that were given out: their revocation lists name cards by key (kid), and leave out who never had one.
create table shc_card (
  shard          smallint    not null,
  certificate_id text        not null,
  kid            text        not null,                       -- JWK thumbprint (RFC 7638) of the key
  issued_at      timestamptz not null,                       -- of the last one
  primary key (shard, certificate_id, kid)
);
