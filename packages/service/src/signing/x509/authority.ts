import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { KeyError } from '../key-store.ts';
import { belongTogether, certifyingKey } from './certificate-keys.ts';
import { encodeName, type SubjectName } from './encode-name.ts';
import {
  authorityConstraints,
  authorityKeyIdentifier,
  keyIdentifier,
  keyUsage,
  subjectKeyIdentifier,
} from './extensions.ts';
import { authorityLife } from './profiles.ts';
import { type ReadCertificate, readCertificate } from './read-certificate.ts';
import { writeCertificate } from './write-certificate.ts';

/** A country's signing authority (ICAO and EU: CSCA; WHO: SCA), with its private key. */
export interface Authority {
  /** X.509, DER. */
  readonly certificate: Buffer;
  readonly privateKey: KeyObject;
}

/** Makes an authority: a P-256 key, and its self-signed certificate of four years. */
export async function createAuthority(name: SubjectName, now: Date): Promise<Authority> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = encodeName(name);
  const certificate = await writeCertificate(
    {
      subject,
      issuer: subject,
      publicKey,
      notBefore: now,
      notAfter: new Date(now.getTime() + authorityLife),
      extensions: [
        authorityConstraints(),
        keyUsage('authority'),
        subjectKeyIdentifier(publicKey),
        authorityKeyIdentifier(keyIdentifier(publicKey)),
      ],
    },
    certifyingKey(privateKey, 'The authority’s key'),
  );
  return { certificate, privateKey };
}

/**
 * Reads an authority from its files. Whether it may certify a country's signers, {@link authorityFaults} says.
 *
 * @param certificate PEM or DER.
 * @param key PEM; @param passphrase of an encrypted one.
 * @throws KeyError where one cannot be read, or they do not belong together.
 */
export function readAuthority(certificate: Buffer, key: string, passphrase?: string): Authority {
  const read = readCertificate(certificate, 'The authority’s certificate');
  const privateKey = readPrivateKey(key, 'The authority’s key', passphrase);
  if (!belongTogether(privateKey, read.publicKey)) {
    throw new KeyError('The authority’s key is not the one that its certificate names.');
  }
  return { certificate: read.der, privateKey };
}

/**
 * Why an authority may not certify signers of a country (RFC 5280, sections 4.2.1.3 and 4.2.1.9; ICAO and WHO: the country of
 * both is the same); empty where it may.
 *
 * @param country ISO 3166-1 alpha-2.
 */
export function authorityFaults(authority: ReadCertificate, country: string, now: Date): string[] {
  const faults: string[] = [];
  if (!authority.isAuthority) faults.push('it is not an authority’s (basic constraints: CA)');
  if (authority.mayCertify === false) faults.push('its key usage lacks keyCertSign');
  if (authority.country !== country.toUpperCase())
    faults.push(`its subject names the country ${authority.country ?? '(none)'}, not ${country}`);
  if (authority.notAfter <= now) faults.push(`it ended on ${authority.notAfter.toISOString()}`);
  return faults;
}

/** What is wrong with an authority's certificate, as an error. */
export const unfitAuthority = (faults: readonly string[]): KeyError =>
  new KeyError(`The authority’s certificate does not fit: ${faults.join('; ')}.`);

/** Reads a private key from PEM. Throws KeyError where it cannot be read. */
export function readPrivateKey(pem: string, name: string, passphrase?: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    throw new KeyError(
      `${name} is not a private key in PEM that can be read${passphrase === undefined ? ' without a passphrase' : ' with this passphrase'}.`,
    );
  }
}
