import type { DocumentSigner } from '@mohar/credential/formats/document-signer.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { Kysely } from 'kysely';
import type { CountryPack } from '../../country/pack.ts';
import { type DocumentKey, documentKeys } from '../../registry/document-keys.ts';
import type { DocumentEvent, DocumentKeyUse, Tables } from '../../registry/tables.ts';
import { KeyError } from '../../signing/key-store.ts';
import { TokenError } from '../../signing/pkcs11/token-error.ts';
import type { KeyNotice } from '../key-keeper.ts';
import { tokenSource } from '../key-sources.ts';
import { watchRegistry } from '../registry-watch.ts';
import type { DocumentKeyWarning } from './document-key-notice.ts';
import { documentKeyWarnings } from './document-key-warnings.ts';
import { openDocumentSigner } from './document-signer.ts';
import { keysInForce, signsAt } from './document-signing.ts';
import { documentTrust } from './document-trust.ts';
import { neededUses, usesToTryOut } from './needed-uses.ts';
import type { DocumentKeySetting } from './new-document-key.ts';
import { mayUse } from './trial-key.ts';

/** Knows the document keys of the registry, and signs with them. */
export interface DocumentKeys {
  /**
   * The signer of a use that is in force now: its newest key. Not in production, keys for trying out are made where there
   * are none.
   *
   * @param event what is to be certified; without it, only keys that sign all events of their use are given.
   * @returns undefined where there is none.
   */
  signerFor(use: DocumentKeyUse, event?: DocumentEvent): Promise<DocumentSigner | undefined>;
  /** All keys that this installation may use, oldest first: also those that are requested, and those that sign no more. */
  readonly keys: readonly DocumentKey[];
  /** What verifiers need to know of them. */
  readonly trust: TrustList;
  /** What somebody should do something about. */
  warnings(): DocumentKeyWarning[];
  /** Calls back after {@link keys} became others. */
  onChange(listener: () => void): void;
  /** Looks now, instead of at the next turn. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface DocumentKeysOptions {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** What the operator should know: each warning once, again when it becomes urgent, and then once a day. */
  notify?(notice: KeyNotice): void;
  /** A look at the registry failed, after one that did not; it goes on looking. */
  onError?(error: unknown): void;
}

/** Milliseconds between looks at the registry. */
const pause = 2_000;
/** Milliseconds between attempts at opening what failed. */
const retryPause = 30_000;
const day = 24 * 3_600_000;

/**
 * Opens the document keys, and keeps watch over what other processes and commands do to them. A key that cannot be opened,
 * or whose token does not answer, is passed over and warned of until it can be used again.
 */
export async function openDocumentKeys(
  db: Kysely<Tables>,
  pack: CountryPack,
  setting: DocumentKeySetting,
  { clock, notify, onError }: DocumentKeysOptions,
): Promise<DocumentKeys> {
  const listeners: (() => void)[] = [];
  const opened = new Map<string, DocumentSigner>();
  const opening = new Map<string, Promise<DocumentSigner | undefined>>();
  /** Why they cannot be used, and when that is tried again. */
  const unopened = new Map<string, { readonly reason: string; readonly retryAt: number }>();
  const lastSaid = new Map<string, number>();
  let keys: readonly DocumentKey[] = [];
  let trust: TrustList = [];
  let seen: string | undefined;
  const sources = tokenSource(setting);

  const warnings = () => {
    const now = clock();
    const needed = neededUses(pack, keys, setting.production, now);
    const reasons = new Map([...unopened].map(([id, { reason }]) => [id, reason]));
    return documentKeyWarnings(keys, { needed, unopened: reasons }, now);
  };

  const opens = async (key: DocumentKey): Promise<DocumentSigner | undefined> => {
    const known = opened.get(key.id);
    if (known) return known;
    if (clock() < (unopened.get(key.id)?.retryAt ?? 0)) return undefined;
    // Opening a sealed key takes 128 MB (scrypt): whoever wants it meanwhile waits for the same.
    const pending = opening.get(key.id) ?? openNow(key).finally(() => opening.delete(key.id));
    opening.set(key.id, pending);
    return pending;
  };

  const openNow = async (key: DocumentKey): Promise<DocumentSigner | undefined> => {
    try {
      const signer = watched(key.id, await openDocumentSigner(db, key, pack, sources, setting));
      opened.set(key.id, signer);
      unopened.delete(key.id);
      return signer;
    } catch (error) {
      if (!(error instanceof KeyError || error instanceof TokenError)) throw error;
      unopened.set(key.id, { reason: error.message, retryAt: clock() + retryPause });
      return undefined;
    }
  };

  /** What a token does not sign is known to /health, and it is asked again. */
  const watched = (id: string, signer: DocumentSigner): DocumentSigner => ({
    ...signer,
    sign: async (bytes) => {
      try {
        return await signer.sign(bytes);
      } catch (error) {
        opened.delete(id);
        unopened.set(id, { reason: (error as Error).message, retryAt: clock() });
        throw error;
      }
    },
  });

  const inForce = async (use: DocumentKeyUse, event: DocumentEvent | undefined) => {
    for (const key of keysInForce(keys, use, event, clock())) {
      const signer = await opens(key);
      if (signer) return signer;
    }
    return undefined;
  };

  const look = async (): Promise<void> => {
    const found = (await documentKeys(db)).filter((key) => mayUse(key, setting.production));
    const state = JSON.stringify(found);
    const inUse = found.filter((key) => signsAt(key, clock()));
    for (const known of [...opened.keys(), ...unopened.keys()]) {
      if (inUse.some(({ id }) => id === known)) continue;
      opened.delete(known);
      unopened.delete(known);
    }
    if (state !== seen) {
      keys = found;
      trust = documentTrust(found, pack);
      seen = state;
      for (const listener of listeners) listener();
    }
    // A token is asked before somebody wants a document. Sealed keys wait for that: opening them can take a while.
    for (const key of inUse) if (key.kept === 'token' || unopened.has(key.id)) await opens(key);
    for (const warning of warnings()) say(warning);
  };

  const say = ({ code, use, keyId, message, reason, within }: DocumentKeyWarning): void => {
    const name = `${code} ${use} ${keyId} ${within ?? ''}`;
    const again = within !== undefined && within > 7 ? Number.POSITIVE_INFINITY : day;
    const last = lastSaid.get(name);
    if (last !== undefined && clock() - last < again) return;
    lastSaid.set(name, clock());
    notify?.({ message, code, key: keyId, ...(reason === undefined ? {} : { reason }) });
  };

  const lacking = (found: readonly DocumentKey[]) => usesToTryOut(found, clock());

  try {
    await look();
  } catch (error) {
    await sources.close();
    throw error;
  }
  const { check, close } = watchRegistry(look, { pause, onError });

  return {
    signerFor: async (use, event) => {
      const signer = await inForce(use, event);
      if (signer || setting.production || !lacking(keys).includes(use)) return signer;
      // Loaded only here: most processes never write a certificate.
      const { createDevelopmentKeys } = await import('./new-document-key.ts');
      await createDevelopmentKeys(db, lacking, pack.country.alpha2, setting, new Date(clock()));
      await check();
      return inForce(use, event);
    },
    get keys() {
      return keys;
    },
    get trust() {
      return trust;
    },
    warnings,
    onChange: (listener) => listeners.push(listener),
    check,
    close: async () => {
      await close();
      await sources.close();
    },
  };
}
