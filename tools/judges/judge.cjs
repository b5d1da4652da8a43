// Runs one judge in a process of its own: reads a question as JSON from standard input, prints the answer as
// JSON. CommonJS, since the judges are, and since some of them write to the console.
const { rmSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const load = createRequire(join(__dirname, '..', '..', '.judges', 'package.json'));
const answer = (value) => process.stdout.write(JSON.stringify(value));
for (const method of ['log', 'info', 'error', 'warn']) console[method] = () => {};

const judges = {
  /** The text that a scanner hands over, and the issuer's key. */
  async divocSdk({ payloads, publicKeyPem }) {
    const outfile = join(__dirname, '..', '..', '.judges', `divoc-sdk-${process.pid}.cjs`);
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

  async digitalBazaar({ suite, credentials, publicKeyMultibase, controller, verificationMethod, contexts }) {
    const vc = await import(load.resolve('@digitalbazaar/vc'));
    const { DataIntegrityProof } = await import(load.resolve('@digitalbazaar/data-integrity'));
    const { cryptosuite } = await import(load.resolve(`@digitalbazaar/${suite}-cryptosuite`));
    const method = {
      '@context': 'https://w3id.org/security/multikey/v1',
      id: verificationMethod,
      type: 'Multikey',
      controller,
      publicKeyMultibase,
    };
    const documents = {
      ...contexts,
      [verificationMethod]: method,
      [controller]: {
        '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
        id: controller,
        assertionMethod: [verificationMethod],
        verificationMethod: [method],
      },
    };
    const documentLoader = async (url) => {
      const document = documents[url] ?? vc.defaultDocumentLoader?.(url)?.document;
      if (document) return { documentUrl: url, document };
      return vc.defaultDocumentLoader(url);
    };
    const answers = [];
    for (const credential of credentials) {
      const result = await vc.verifyCredential({
        credential,
        suite: new DataIntegrityProof({ cryptosuite }),
        documentLoader,
      });
      answers.push({
        verified: result.verified === true,
        error: String(result.error?.errors?.[0] ?? result.error ?? ''),
      });
    }
    return answers;
  },
};

let input = '';
process.stdin.setEncoding('utf8').on('data', (text) => {
  input += text;
});
process.stdin.on('end', async () => {
  const { judge, ...question } = JSON.parse(input);
  try {
    answer({ answers: await judges[judge](question) });
  } catch (error) {
    answer({ failed: String(error?.stack ?? error) });
  }
});
