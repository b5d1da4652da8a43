// Measures other teams' code for health certificates of other countries, as measure.cjs does: in a process of its own,
// and only after it did its work rightly once.
const { createHash } = require('node:crypto');
const { rmSync } = require('node:fs');
const { join } = require('node:path');
const { answerWith, directory, load } = require('../../tools/judges/answer.cjs');
// Makes streams of current Node behave as this SDK's CBOR library expects them.
require('../../tools/judges/dcc-sdk.cjs');

const rateOf = async (source, run) => {
  const { rate } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  return [await rate(run)];
};

/** The SDKs' own module loader does not run on current Node. */
function bundled(name) {
  const outfile = join(directory, `${name}-${process.pid}.cjs`);
  load('esbuild').buildSync({
    entryPoints: [join(load.resolve(`@pathcheck/${name}`), '..', 'main.js')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    outfile,
  });
  const sdk = load(outfile);
  rmSync(outfile);
  return sdk;
}

answerWith({
  async dccSdk({ mode, text, content, issuer, certificate, privateKey, rate }) {
    const sdk = bundled('dcc-sdk');
    // A key that it knows beforehand, it does not look up in the network.
    const der = Buffer.from(certificate.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
    const keyId = createHash('sha256').update(der).digest().subarray(0, 8).toString('base64');
    sdk.addCachedCerts({ [keyId]: der.toString('base64') });
    const verify = async (code) => {
      const { status } = await sdk.unpackAndVerify(code, certificate);
      if (status !== 'verified') throw new Error(status);
    };
    const sign = async () => sdk.signAndPack(await sdk.makeCWT(content, 12, issuer), certificate, privateKey);
    await verify(mode === 'sign' ? await sign() : text);
    return rateOf(rate, mode === 'sign' ? sign : () => verify(text));
  },

  async vdsSdk({ mode, text, content, certificate, privateKey, rate }) {
    const sdk = bundled('vds-sdk');
    const verify = async (code) => {
      if (!(await sdk.unpackAndVerify(code))) throw new Error('The peer does not verify the seal.');
    };
    const sign = () => sdk.signAndPack({ data: content }, certificate, privateKey);
    await verify(mode === 'sign' ? await sign() : text);
    return rateOf(rate, mode === 'sign' ? sign : () => verify(text));
  },
});
