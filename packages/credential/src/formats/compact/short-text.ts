import { base58, base64urlnopad, hex } from '@scure/base';
import { toBase64Url } from '../../base64url.ts';
import { packBase32, unpackBase32 } from './crockford-base32.ts';
import { civilDateForm, instantForm, offsetInstantForm } from './dates.ts';
import type { TextForm } from './text-form.ts';

const base64url = (length: number): TextForm => ({
  length,
  pattern: new RegExp(`[A-Za-z0-9_-]{${Math.ceil((length * 4) / 3)}}$`),
  pack: (text) => base64urlnopad.decode(text),
  unpack: toBase64Url,
});

const shortForms: readonly TextForm[] = [
  { length: 11, pattern: /[0-9A-HJKMNP-TV-Z]{17}$/, pack: packBase32, unpack: unpackBase32 },
  { length: 8, pattern: /[0-9a-f]{16}$/, pack: hex.decode, unpack: hex.encode },
  {
    length: 64,
    pattern: /^z[1-9A-HJ-NP-Za-km-z]{64,88}$/,
    pack: (text) => base58.decode(text.slice(1)),
    unpack: (bytes) => `z${base58.encode(bytes)}`,
  },
  base64url(64),
  base64url(256),
  civilDateForm,
  instantForm(1_000),
  instantForm(1),
  offsetInstantForm,
];

/** For texts that begin with a byte order mark: many CBOR libraries, ours among them, drop it from text strings. */
const asItIs: TextForm = { length: 0, pattern: /$/, pack: () => new Uint8Array(), unpack: () => '' };

/** By their number, the first byte of a short text. */
const forms: readonly TextForm[] = [...shortForms, asItIs];

/**
 * Writes a text in a short form: number of the form, its bytes, then in UTF-8 what stands before it in the text.
 *
 * @returns undefined where no form takes fewer bytes and gives the very text back.
 */
export function packShortText(text: string): Uint8Array | undefined {
  for (const [number, form] of (text.startsWith('\ufeff') ? forms : shortForms).entries()) {
    const [end] = form.pattern.exec(text) ?? [];
    if (end === undefined) continue;
    const packed = packedBy(form, end);
    if (!packed) continue;
    const before = new TextEncoder().encode(text.slice(0, text.length - end.length));
    return Uint8Array.of(number, ...packed, ...before);
  }
  return undefined;
}

function packedBy(form: TextForm, text: string): Uint8Array | undefined {
  try {
    const bytes = form.pack(text);
    return bytes?.length === form.length && form.unpack(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads what {@link packShortText} writes.
 *
 * @returns undefined where it is not that.
 */
export function unpackShortText(bytes: Uint8Array): string | undefined {
  const form = forms[bytes[0] ?? -1];
  if (!form || bytes.length < 1 + form.length) return undefined;
  const end = form.unpack(bytes.subarray(1, 1 + form.length));
  if (end === undefined) return undefined;
  try {
    return (
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(1 + form.length)) + end
    );
  } catch {
    return undefined;
  }
}
