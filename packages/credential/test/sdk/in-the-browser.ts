import { verify } from '@mohar/credential/verification';

/** What the page is handed: certificates, and whom it trusts. JSON, but for bytes in base64. */
export interface Question {
  readonly scanned: readonly string[];
  readonly trust: readonly { issuerName: string; verificationMethod: string; publicKey: string }[];
  readonly at: number;
}

// Called by the test from outside of the page.
Object.assign(globalThis, {
  async verdictsOf({ scanned, trust, at }: Question) {
    const verdicts: string[] = [];
    for (const base64 of scanned) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      verdicts.push((await verify(bytes, { trust, at })).verdict);
    }
    return verdicts;
  },
});
