import { base64urlnopad } from '@scure/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBase64Url } from '../src/base64url.ts';

test('bytes are written as the library writes them, whether the engine does it or not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(toBase64Url(bytes)).toBe(base64urlnopad.encode(bytes));
      const older = Object.assign(Uint8Array.from(bytes), { toBase64: undefined });
      expect(toBase64Url(older as unknown as Uint8Array)).toBe(base64urlnopad.encode(bytes));
    }),
  );
});
