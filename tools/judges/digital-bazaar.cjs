const { load } = require('./answer.cjs');

/** `@digitalbazaar/vc` with one Data Integrity suite and one issuer's key, and nothing to fetch. */
module.exports = async ({ suite, publicKeyMultibase, controller, verificationMethod, contexts }) => {
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
  const documentLoader = async (url) =>
    documents[url] ? { documentUrl: url, document: documents[url] } : vc.defaultDocumentLoader(url);
  // A proof object remembers the hash of the document that it saw last: each call gets a new one.
  return {
    issue: (credential, signer) =>
      vc.issue({ credential, suite: new DataIntegrityProof({ signer, cryptosuite }), documentLoader }),
    verify: (credential) =>
      vc.verifyCredential({ credential, suite: new DataIntegrityProof({ cryptosuite }), documentLoader }),
    /** Whether a credential is in force by its W3C status list, which the loader finds among the contexts. */
    checkStatus: async (credential) => {
      const { checkStatus } = await import(load.resolve('@digitalbazaar/vc-bitstring-status-list'));
      return checkStatus({
        credential,
        suite: new DataIntegrityProof({ cryptosuite }),
        documentLoader,
        verifyBitstringStatusListCredential: true,
      });
    },
  };
};
