import { afterAll, describe, expect, test } from 'vitest';
import { readBack } from '../../src/exporting/read-back.ts';
import { UnreadableCodeError } from '../../src/issuing/look-at-code.ts';
import { runningApp } from '../running-app.ts';
import { internationalEvent } from '../sample-events.ts';

const mohar = await runningApp();
afterAll(() => mohar.close());
const event = internationalEvent('B1');
await mohar.call('POST', '/divoc/api/v3/certify', [
  { ...event, vaccination: { ...event.vaccination, dose: 2, totalDoses: 2 } },
]);
const textAs = async (path: string) =>
  (await mohar.callWith('GET', `/certificate/api/${path}-certificate?refId=B1`, { accept: 'text/plain' }))
    .payload;
// Keys are made when they are first needed.
const trust = () => mohar.documentKeys.trust;
const at = Date.now() + 1_000;

describe.each(['eu', 'shc', 'ddcc', 'vds'])('a document as %s', (path) => {
  test('is read back as the verifier reads it', async () => {
    expect(await readBack(await textAs(path), trust(), at)).toMatchObject({ kind: 'vaccination' });
  });

  test('that the verifier does not accept does not leave, and why is said without its content', async () => {
    const text = await textAs(path);
    // In all but VDS-NC, which is JSON, the last characters are of the signature.
    const changed =
      path === 'vds' ? text.replace('"dvc":"2022', '"dvc":"2021') : `${text.slice(0, -6)}000000`;
    await expect(readBack(changed, trust(), at)).rejects.toThrow(/reads back as (tampered|unreadable)/);
    await expect(readBack(changed, trust(), at)).rejects.not.toThrow(/Fernando/i);
    await expect(readBack(text, [], at)).rejects.toThrow(UnreadableCodeError);
    await expect(readBack('', trust(), at)).rejects.toThrow(UnreadableCodeError);
  });
});
