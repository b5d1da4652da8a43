// Measures one peer in a process of its own, in a loop there: neither its start nor its loading counts. It is
// measured only after it did its work rightly once.
const { answerWith, load } = require('../../tools/judges/answer.cjs');
const digitalBazaar = require('../../tools/judges/digital-bazaar.cjs');

const multikeys = {
  'eddsa-rdfc-2022': '@digitalbazaar/ed25519-multikey',
  'ecdsa-rdfc-2019': '@digitalbazaar/ecdsa-multikey',
};

/** `rate.ts`, handed over as JavaScript: older Nodes do not read TypeScript. */
const rateOf = async (source, run) => {
  const { rate } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  return [await rate(run)];
};

/** Each run gets a copy: these libraries write their proof into what they are given. */
async function rates({ mode, credential, rate }, sign, verify) {
  const signed = mode === 'sign' ? await sign({ ...credential }) : credential;
  const { verified, error } = await verify({ ...signed });
  if (!verified) throw error ?? new Error('The peer does not verify the credential.');
  const run = mode === 'sign' ? sign : verify;
  return rateOf(rate, () => run({ ...credential }));
}

answerWith({
  async divocSigner({ config, contexts, ...question }) {
    const signer = load('certificate-signer-library/signer');
    signer.setDocumentLoader(contexts, config);
    return rates(question, signer.signJSON, signer.verifyJSON);
  },

  async digitalBazaar({ mode, credential, rate, jwk, ...issuer }) {
    const multikey = await import(load.resolve(multikeys[issuer.suite]));
    const { verificationMethod: id, controller } = issuer;
    const key = await multikey.fromJwk({ jwk, secretKey: true, id, controller });
    const { issue, verify } = await digitalBazaar({ ...issuer, publicKeyMultibase: key.publicKeyMultibase });
    return rates({ mode, credential, rate }, (unsigned) => issue(unsigned, key.signer()), verify);
  },

  async qrcode({ text, rate }) {
    const { toBuffer } = load('qrcode');
    return rateOf(rate, () => toBuffer(text, { scale: 4 }));
  },
});
