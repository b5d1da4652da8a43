const { createHash } = require('node:crypto');
const { rmSync } = require('node:fs');
const { join } = require('node:path');
const { Readable } = require('node:stream');
const { directory, load } = require('./answer.cjs');

// Its CBOR library counts on `read` giving all that is there: current Node gives it piece by piece.
const readPiece = Readable.prototype.read;
Readable.prototype.read = function (size) {
  const piece = readPiece.call(this, size);
  if (size !== undefined || !Buffer.isBuffer(piece)) return piece;
  const next = this.read();
  return next === null ? piece : Buffer.concat([piece, next]);
};

/** `@pathcheck/dcc-sdk`: verifies the texts of EU DCC codes with a certificate, or signs contents as such texts. */
module.exports = async ({ texts = [], contents = [], issuer, certificate, privateKey }) => {
  const outfile = join(directory, `dcc-sdk-${process.pid}.cjs`);
  load('esbuild').buildSync({
    entryPoints: [join(load.resolve('@pathcheck/dcc-sdk'), '..', 'main.js')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    outfile,
  });
  const sdk = load(outfile);
  rmSync(outfile);
  // A key that it knows beforehand, it does not look up in the network.
  const der = Buffer.from(certificate.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
  const keyId = createHash('sha256').update(der).digest().subarray(0, 8).toString('base64');
  sdk.addCachedCerts({ [keyId]: der.toString('base64') });
  const answers = [];
  for (const text of texts) {
    const { status, contents } = await sdk.unpackAndVerify(text, certificate);
    answers.push({
      verified: status === 'verified',
      error: status,
      credential: status === 'verified' ? contents.get(-260).get(1) : undefined,
    });
  }
  for (const content of contents) {
    answers.push(await sdk.signAndPack(await sdk.makeCWT(content, 12, issuer), certificate, privateKey));
  }
  return answers;
};
