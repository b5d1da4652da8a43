// `@pathcheck/shc-sdk` in a process of its own. It fetches the issuer's keys, here from the question, and its own list of
// issuers, which is empty here.
const { rmSync } = require('node:fs');
const { join } = require('node:path');
const { answerWith, directory, load } = require('./answer.cjs');

function sdk() {
  const outfile = join(directory, `shc-sdk-${process.pid}.cjs`);
  // Its own module loader does not run on current Node.
  load('esbuild').buildSync({
    entryPoints: [join(load.resolve('@pathcheck/shc-sdk'), '..', 'main.js')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    alias: { 'cross-fetch': join(__dirname, 'fetch-from-memory.cjs') },
    outfile,
  });
  const loaded = load(outfile);
  rmSync(outfile);
  return loaded;
}

answerWith({
  /** Texts of QR codes, and the key sets of their issuers by URL. */
  async shcSdk({ texts, documents }) {
    globalThis.documents = {
      'https://raw.githubusercontent.com/Path-Check/trust-registry/main/registry.json': {
        SmartHealthCards: {},
      },
      ...documents,
    };
    const { unpackAndVerify } = sdk();
    const answers = [];
    for (const text of texts) {
      const found = await unpackAndVerify(text);
      answers.push({ verified: found !== undefined, credential: found?.credential });
    }
    return answers;
  },

  /** Cards of its own: texts of QR codes. `jwk` is private. */
  async shcSdkSigns({ payloads, iss, issuedAt, jwk }) {
    const { makeJWT, signAndPack } = sdk();
    const answers = [];
    for (const payload of payloads) {
      answers.push(await signAndPack(await makeJWT(payload, iss, new Date(issuedAt)), jwk));
    }
    return answers;
  },
});
