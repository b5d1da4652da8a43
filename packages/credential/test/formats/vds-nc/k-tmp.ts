import { buildVdsNcVaccination } from '../../../src/formats/vds-nc/build-vaccination.ts';
import { encodeVdsNc } from '../../../src/formats/vds-nc/encode.ts';
import { verifyVdsNc } from '../../../src/formats/vds-nc/verify.ts';
import { createAuthority } from '../../x509/certificate-authority.ts';
import { at, vaccinationRecord } from './sample-records.ts';
import { createSealSigner, sealEntry } from './signers.ts';
const start = Date.now(); let runs = 0;
while (Date.now() - start < 60000) {
  runs++;
  const authority = createAuthority(); const signer = createSealSigner(authority);
  const setting = { trust: [sealEntry(authority.der)], at };
  const text = await encodeVdsNc(buildVdsNcVaccination(vaccinationRecord()), signer);
  const from = text.indexOf('"cer"');
  for (let n = from; n < text.length; n++) {
    const c = text[n]!;
    const b = text.slice(0,n), a = text.slice(n+1);
    for (const t of [b+a, b+c+c+a, b+a.slice(0,1)+c+a.slice(1), ...['A','"',' ','=',String.fromCharCode(c.charCodeAt(0)^1)].map(o=>b+o+a)]) {
      if (t === text) continue;
      const { verdict } = await verifyVdsNc(t, setting);
      if (verdict === 'valid') { console.log('ACCEPTED', n, JSON.stringify(text.slice(n-8,n+12)), JSON.stringify(t.slice(n-8,n+12)), 'len', text.length, 'cerEnd', text.indexOf('"sigvl"'));
        const cer = (x: string) => Buffer.from(JSON.parse(x).sig.cer,'base64url').toString('hex'); 
        console.log(cer(text)); console.log(cer(t)); }
    }
  }
}
console.log(runs);
