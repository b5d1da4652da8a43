import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import type { OidcSetting } from './auth/oidc.ts';
import { namedPack, packDirectory } from './country/pack-directory.ts';
import type { DatabaseLocation } from './database/open-database.ts';
import { isTooShort, shortestPassphrase } from './signing/passphrase.ts';
import type { SealingSetting } from './signing/sealing.ts';
import type { TokenAccess } from './signing/token-access.ts';

/** The configuration, read once at start. `docs/operators/configuration.md` describes every variable. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly database: DatabaseLocation;
  /** Where keys, and the embedded database, are kept. */
  readonly dataDirectory: string;
  /** Name of a country pack, or absolute path of its folder. */
  readonly country: string;
  readonly proof?: CryptosuiteName;
  readonly verificationMethod?: string;
  readonly signingKey?: { readonly pem: string } | { readonly file: string };
  /** What keys of the registry are sealed with. */
  readonly sealing?: SealingSetting;
  /** The PKCS#11 token that keys may be in. */
  readonly token?: TokenAccess;
  /** Days after which a key is replaced by itself; never, where not set. */
  readonly keyLifetimeDays?: number;
  /** How long before that the successor is announced. */
  readonly keyOverlapDays: number;
  readonly apiKey?: string;
  readonly oidc?: OidcSetting;
  /** Bytes. */
  readonly bodyLimit: number;
  /** Requests a minute for each address that has not signed in. */
  readonly rateLimit: number;
  readonly logLevel: string;
  readonly trustProxy: boolean;
  readonly metricsPublic: boolean;
  /** Threads that sign; by the processors, where not set. */
  readonly workers?: number;
  /** Processes that print; by the processors, where not set. */
  readonly printers?: number;
  /** Seconds between publications of what was revoked. */
  readonly publishSeconds: number;
  /** Of the codes that leave, every which is read back from its picture before. */
  readonly codeCheckEvery: number;
  /** Connections to the database. */
  readonly poolSize: number;
}

/** One variable that is not right. Secrets are never repeated. */
export interface ConfigFault {
  readonly variable: string;
  readonly found: string;
  readonly right: string;
}

/** The configuration is not usable: every variable that is not right. */
export class ConfigError extends Error {
  readonly code = 'CONFIGURATION';
  readonly faults: readonly ConfigFault[];
  constructor(faults: readonly ConfigFault[]) {
    super(
      faults.map(({ variable, found, right }) => `${variable} is ${found}; it must be ${right}.`).join('\n'),
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Reads and validates the configuration.
 *
 * @param environment such as `process.env`; empty values count as absent.
 * @throws ConfigError with every fault, not the first alone.
 */
export function readConfig(environment: Environment): Config {
  const faults: ConfigFault[] = [];
  const read = (variable: string) => environment[variable] || undefined;
  const refuse = (variable: string, found: string, right: string) => {
    faults.push({ variable, found, right });
  };
  const quoted = (value: string) => `"${value.slice(0, 60)}"`;

  const whole = (variable: string, fallback: number, min: number, max: number) => {
    const text = read(variable);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    refuse(variable, quoted(text), `a whole number from ${min} to ${max}`);
    return fallback;
  };
  const oneOf = (variable: string, allowed: readonly string[], fallback?: string) => {
    const text = read(variable);
    if (text === undefined || allowed.includes(text)) return text ?? fallback;
    refuse(variable, quoted(text), `one of ${allowed.join(', ')}`);
    return fallback;
  };
  const pattern = (variable: string, form: RegExp, right: string) => {
    const text = read(variable);
    if (text !== undefined && !form.test(text)) refuse(variable, quoted(text), right);
    return text;
  };
  const onlyOne = (first: string, second: string) => {
    if (read(first) && read(second)) refuse(first, `set beside ${second}`, 'set alone: only one of the two');
  };

  const production = oneOf('NODE_ENV', ['production', 'development', 'test']) === 'production';
  const url = read('DATABASE_URL');
  if (url !== undefined && !/^postgres(ql)?:\/\/./.test(url)) {
    refuse('DATABASE_URL', 'not a PostgreSQL URL', 'like postgres://user:password@host:5432/database');
  }
  const dataDirectory = read('MOHAR_DATA') ?? 'data';
  onlyOne('MOHAR_SIGNING_KEY', 'MOHAR_SIGNING_KEY_FILE');
  const pem = read('MOHAR_SIGNING_KEY');
  const file = read('MOHAR_SIGNING_KEY_FILE');
  if (pem !== undefined && !pem.includes('PRIVATE KEY')) {
    refuse('MOHAR_SIGNING_KEY', 'not a private key', 'PEM (PKCS #8): -----BEGIN PRIVATE KEY----- …');
  }
  const sealing = readSealing(read, refuse);
  const token = readToken(read, refuse);
  // Whether the registry has a sealed key is found at start.
  if (production && pem === undefined && file === undefined && !sealing && !token) {
    refuse(
      'MOHAR_SIGNING_KEY_FILE',
      'not set',
      'the file of your signing key, or MOHAR_KEY_ENCRYPTION_KEY, MOHAR_KEY_PASSPHRASE or MOHAR_PKCS11_MODULE must be set: production does not sign with a generated development key',
    );
  }
  const keyLifetimeDays = read('MOHAR_KEY_LIFETIME_DAYS')
    ? whole('MOHAR_KEY_LIFETIME_DAYS', 365, 2, 3_650)
    : undefined;
  const keyOverlapDays = whole('MOHAR_KEY_OVERLAP_DAYS', 7, 1, 365);
  if (keyLifetimeDays !== undefined && keyOverlapDays >= keyLifetimeDays) {
    refuse('MOHAR_KEY_OVERLAP_DAYS', String(keyOverlapDays), 'less than MOHAR_KEY_LIFETIME_DAYS');
  }
  if (production && keyLifetimeDays !== undefined && !sealing && !token) {
    refuse(
      'MOHAR_KEY_LIFETIME_DAYS',
      'set alone',
      'set beside MOHAR_KEY_ENCRYPTION_KEY, MOHAR_KEY_PASSPHRASE or MOHAR_PKCS11_MODULE: new keys are kept by them',
    );
  }
  const apiKey = read('MOHAR_API_KEY');
  if (apiKey !== undefined && !/^[\x21-\x7e]{32,512}$/.test(apiKey)) {
    refuse(
      'MOHAR_API_KEY',
      `a value of ${apiKey.length} characters`,
      '32 to 512 printable ASCII characters without spaces',
    );
  }
  const issuer = pattern(
    'MOHAR_OIDC_ISSUER',
    /^https?:\/\/[^\s?#]+$/,
    'the issuer URL of your OpenID provider',
  );
  const audience = read('MOHAR_OIDC_AUDIENCE');
  if (issuer !== undefined && audience === undefined) {
    refuse('MOHAR_OIDC_AUDIENCE', 'not set', 'the audience that tokens for this service carry');
  }
  if (production && issuer?.startsWith('http:')) {
    refuse('MOHAR_OIDC_ISSUER', 'an http URL', 'an https URL in production');
  }
  const country = read('MOHAR_COUNTRY') ?? 'default';
  if (packDirectory(country) === undefined) refuse('MOHAR_COUNTRY', quoted(country), namedPack);
  const verificationMethod = pattern(
    'MOHAR_VERIFICATION_METHOD',
    /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/,
    'a URI, such as did:web:example.org#key-1',
  );
  const proof = oneOf('MOHAR_PROOF', Object.keys(cryptosuites)) as CryptosuiteName | undefined;
  const config: Config = {
    production,
    port: whole('PORT', 3000, 0, 65_535),
    host: read('HOST') ?? '127.0.0.1',
    database: url === undefined ? { dataDirectory } : { url },
    dataDirectory,
    country,
    ...(proof ? { proof } : {}),
    ...(verificationMethod ? { verificationMethod } : {}),
    ...(pem !== undefined ? { signingKey: { pem } } : file !== undefined ? { signingKey: { file } } : {}),
    ...(sealing ? { sealing } : {}),
    ...(token ? { token } : {}),
    ...(keyLifetimeDays !== undefined ? { keyLifetimeDays } : {}),
    keyOverlapDays,
    ...(apiKey !== undefined ? { apiKey } : {}),
    ...(issuer !== undefined && audience !== undefined ? { oidc: { issuer, audience } } : {}),
    bodyLimit: whole('MOHAR_BODY_LIMIT', 10 * 1024 * 1024, 1_024, 256 * 1024 * 1024),
    rateLimit: whole('MOHAR_RATE_LIMIT', 60, 1, 1_000_000),
    logLevel: oneOf('MOHAR_LOG_LEVEL', logLevels, 'info') as string,
    trustProxy: oneOf('MOHAR_TRUST_PROXY', ['true', 'false']) === 'true',
    metricsPublic: oneOf('MOHAR_METRICS_PUBLIC', ['true', 'false']) === 'true',
    ...(read('MOHAR_WORKERS') ? { workers: whole('MOHAR_WORKERS', 2, 1, 64) } : {}),
    ...(read('MOHAR_PRINTERS') ? { printers: whole('MOHAR_PRINTERS', 1, 1, 64) } : {}),
    codeCheckEvery: whole('MOHAR_CODE_CHECK_EVERY', production ? 100 : 1, 1, 1_000_000),
    publishSeconds: whole('MOHAR_PUBLISH_SECONDS', 20, 1, 3_600),
    // Two jobs and two groups of certificates hold one each, and so do two publications; some need another for a moment.
    poolSize: whole('MOHAR_DATABASE_POOL', 10, 6, 200),
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

type Read = (variable: string) => string | undefined;
type Refuse = (variable: string, found: string, right: string) => void;

function readSealing(read: Read, refuse: Refuse): SealingSetting | undefined {
  const key = read('MOHAR_KEY_ENCRYPTION_KEY');
  const keyEncryptionKey = key === undefined ? undefined : Buffer.from(key, 'base64');
  if (keyEncryptionKey && (keyEncryptionKey.length !== 32 || !/^[A-Za-z0-9+/]{43}=?$/.test(key ?? ''))) {
    refuse(
      'MOHAR_KEY_ENCRYPTION_KEY',
      `a value of ${key?.length} characters`,
      '32 random bytes in base64: openssl rand -base64 32',
    );
  }
  const passphrase = read('MOHAR_KEY_PASSPHRASE');
  if (passphrase !== undefined && isTooShort(passphrase)) {
    refuse('MOHAR_KEY_PASSPHRASE', 'shorter', `of ${shortestPassphrase} characters or more`);
  }
  if (!keyEncryptionKey && passphrase === undefined) return undefined;
  return {
    ...(keyEncryptionKey ? { keyEncryptionKey } : {}),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

function readToken(read: Read, refuse: Refuse): TokenAccess | undefined {
  const module = read('MOHAR_PKCS11_MODULE');
  const tokenLabel = read('MOHAR_PKCS11_TOKEN');
  const pin = read('MOHAR_PKCS11_PIN');
  const pinFile = read('MOHAR_PKCS11_PIN_FILE');
  if (module === undefined) {
    if (tokenLabel !== undefined)
      refuse('MOHAR_PKCS11_MODULE', 'not set', 'the path of the PKCS#11 module that came with the token');
    return undefined;
  }
  if (tokenLabel === undefined) refuse('MOHAR_PKCS11_TOKEN', 'not set', 'the label of the token');
  if ((pin === undefined) === (pinFile === undefined)) {
    const found = pin === undefined ? 'not set' : 'set beside MOHAR_PKCS11_PIN_FILE';
    refuse(
      'MOHAR_PKCS11_PIN',
      found,
      "the token user's PIN; or its file in MOHAR_PKCS11_PIN_FILE: one of the two",
    );
  }
  return {
    module,
    tokenLabel: tokenLabel ?? '',
    pin: pinFile === undefined ? { text: pin ?? '' } : { file: pinFile },
  };
}
