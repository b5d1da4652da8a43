import { qrMatrix } from '@mohar/credential/qr/matrix.ts';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { lookAt, UnreadableCodeError } from '../../src/issuing/look-at-code.ts';
import { qrToGive } from '../../src/issuing/qr-to-give.ts';
import * as reader from '../../src/qr-reader.ts';
import { runningApp } from '../running-app.ts';
import { internationalEvent, vaccinationEvent } from '../sample-events.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a code is looked at', () => {
  test('says what it was made of, as text and as bytes', async () => {
    await lookAt(qrMatrix(bytes('HC1:ABC')), 'HC1:ABC');
    await lookAt(qrMatrix(bytes('HC1:ABC')), bytes('HC1:ABC'));
    const anything = Uint8Array.from({ length: 256 }, (_, n) => n);
    await lookAt(qrMatrix(anything), anything);
  });

  test('says something else', async () => {
    await expect(lookAt(qrMatrix(bytes('HC1:ABC')), 'HC1:ABD')).rejects.toThrow(UnreadableCodeError);
    await expect(lookAt(qrMatrix(bytes('HC1:ABC')), bytes('HC1:ABD'))).rejects.toThrow(UnreadableCodeError);
  });

  test('is damaged beyond what its error correction repairs', async () => {
    const code = qrMatrix(bytes('HC1:ABC'));
    const modules = code.modules.map((row, y) => (y > 8 && y < 16 ? row.map(() => false) : row));
    await expect(lookAt({ ...code, modules }, 'HC1:ABC')).rejects.toThrow(UnreadableCodeError);
  });
});

describe('no code of a certificate leaves that does not read back', async () => {
  const mohar = await runningApp({ MOHAR_CODE_CHECK_EVERY: '1' });
  afterAll(() => mohar.close());
  const blind = () => vi.spyOn(reader, 'readQr').mockResolvedValue(undefined);
  const [{ certificateId }] = (
    await mohar.call('POST', '/divoc/api/v1/certify', [vaccinationEvent('L1')])
  ).json();

  test.each([
    ['GET', '/certificate/api/certificateQRCode/L1', undefined],
    ['GET', '/certificate/api/certificatePDF/L1', undefined],
    ['GET', `/certificate/api/certificatePDF?certificateId=${certificateId}`, undefined],
    ['POST', '/divoc/api/v1/certify?include=qr', [vaccinationEvent('L1')]],
    ['POST', '/divoc/api/v1/certify?include=pdf', [vaccinationEvent('L1')]],
  ] as const)('%s %s', async (method, url, body) => {
    expect((await mohar.call(method, url, body)).statusCode).toBe(200);
    const reading = blind();
    const answer = await mohar.call(method, url, body);
    reading.mockRestore();
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'CODE_UNREADABLE']);
  });

  test('nor one of another format, and no health card is on record that nobody has', async () => {
    const event = internationalEvent('L3');
    const vaccination = { ...event.vaccination, dose: 2, totalDoses: 2 };
    await mohar.call('POST', '/divoc/api/v3/certify', [{ ...event, vaccination }]);
    const reading = blind();
    for (const path of ['eu', 'shc', 'ddcc', 'vds']) {
      const answer = await mohar.call('GET', `/certificate/api/${path}-certificate?refId=L3&type=qrcode`);
      expect([path, answer.statusCode, answer.json().code]).toEqual([path, 500, 'CODE_UNREADABLE']);
    }
    reading.mockRestore();
    expect(await mohar.database.db.selectFrom('shc_card').selectAll().execute()).toEqual([]);
  });

  test('which are looked at, is drawn by lot; issuing looks at none', async () => {
    const reading = blind();
    const event = [vaccinationEvent('L2')];
    expect((await mohar.call('POST', '/divoc/api/v1/certify?include=credential', event)).statusCode).toBe(
      200,
    );
    const credential = (await mohar.call('GET', `/divoc/api/v1/certificates/${certificateId}`)).payload;
    const { issuer } = mohar;
    expect(
      (await qrToGive(credential, 'domestic', { issuer, sampled: () => false })).version,
    ).toBeGreaterThan(20);
    expect(reading).not.toHaveBeenCalled();
    await expect(qrToGive(credential, 'domestic', { issuer, sampled: () => true })).rejects.toThrow(
      UnreadableCodeError,
    );
    reading.mockRestore();
  });
});
