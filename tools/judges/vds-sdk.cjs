const { rmSync } = require('node:fs');
const { join } = require('node:path');
const { directory, load } = require('./answer.cjs');

/**
 * `@pathcheck/vds-sdk`: verifies the texts of VDS-NC codes with the certificate inside, whose issuer it does not look at;
 * or signs contents as such texts.
 */
module.exports = async ({ texts = [], contents = [], certificate, privateKey }) => {
  const outfile = join(directory, `vds-sdk-${process.pid}.cjs`);
  load('esbuild').buildSync({
    entryPoints: [join(load.resolve('@pathcheck/vds-sdk'), '..', 'main.js')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    outfile,
  });
  const sdk = load(outfile);
  rmSync(outfile);
  const answers = [];
  for (const text of texts) answers.push({ verified: Boolean(await sdk.unpackAndVerify(text)) });
  for (const data of contents) answers.push(await sdk.signAndPack({ data }, certificate, privateKey));
  return answers;
};
