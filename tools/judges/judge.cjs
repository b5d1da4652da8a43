// Runs one judge in a process of its own.
const { rmSync } = require('node:fs');
const { join } = require('node:path');
const { answerWith, directory, load } = require('./answer.cjs');
const dccSdk = require('./dcc-sdk.cjs');
const digitalBazaar = require('./digital-bazaar.cjs');
const vdsSdk = require('./vds-sdk.cjs');

answerWith({
  /** The text that a scanner hands over, and the issuer's key. */
  async divocSdk({ payloads, publicKeyPem }) {
    const outfile = join(directory, `divoc-sdk-${process.pid}.cjs`);
    load('esbuild').buildSync({
      entryPoints: [join(load.resolve('@pathcheck/divoc-sdk'), '..', 'main.js')],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'silent',
      outfile,
    });
    const sdk = load(outfile);
    rmSync(outfile);
    const answers = [];
    for (const payload of payloads) {
      const credential = await sdk.unpackAndVerify(payload, publicKeyPem).catch(() => undefined);
      answers.push({ verified: credential !== undefined, credential });
    }
    return answers;
  },

  async divocSigner({ mode, credentials, config, contexts }) {
    const signer = load('certificate-signer-library/signer');
    signer.setDocumentLoader(contexts, config);
    const answers = [];
    for (const credential of credentials) {
      if (mode === 'sign') answers.push(await signer.signJSON(credential));
      else {
        const { verified } = await signer.verifyJSON(credential).catch(() => ({ verified: false }));
        answers.push({ verified });
      }
    }
    return answers;
  },

  async digitalBazaar({ credentials, ...issuer }) {
    const { verify } = await digitalBazaar(issuer);
    const answers = [];
    for (const credential of credentials) {
      const result = await verify(credential);
      answers.push({
        verified: result.verified === true,
        error: String(result.error?.errors?.[0] ?? result.error ?? ''),
      });
    }
    return answers;
  },

  async statusList({ credentials, ...issuer }) {
    const { checkStatus } = await digitalBazaar(issuer);
    const answers = [];
    for (const credential of credentials) {
      const { verified, results, error } = await checkStatus(credential);
      answers.push({ verified, revoked: results?.[0]?.status, error: String(error ?? '') });
    }
    return answers;
  },

  dccSdk,

  vdsSdk,
});
