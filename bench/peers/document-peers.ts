import type { JsonObject } from '@mohar/credential/json.ts';
import { SHCIssuer, SHCReader } from 'kill-the-clipboard';
import { rate } from '../rate.ts';
import type { Measured } from '../row.ts';
import { measured } from './peers.ts';

/** What a peer needs to sign as Mohar does, or to verify what Mohar signed. */
export interface DocumentTask {
  readonly mode: 'sign' | 'verify';
  /** The code's text. */
  readonly text: string;
  /** What is signed, as JSON. */
  readonly content: JsonObject;
  /** PEM. */
  readonly publicKey: string;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
  /** PEM; empty where the format has none. */
  readonly certificate: string;
}

const script = 'measure-documents.cjs';

/** `@pathcheck/dcc-sdk`: EU DCC. It checks neither dates nor key id. */
export const euDccPeer = (task: DocumentTask): Promise<Measured> =>
  measured('@pathcheck/dcc-sdk', 'dccSdk', { ...task, issuer: 'XX' }, process.execPath, script);

/** `@pathcheck/vds-sdk`: VDS-NC, by the certificate inside. */
export const vdsNcPeer = (task: DocumentTask): Promise<Measured> =>
  measured('@pathcheck/vds-sdk', 'vdsSdk', task, process.execPath, script);

/** `kill-the-clipboard`: SMART Health Cards. */
export async function healthCardPeer({
  mode,
  text,
  content,
  publicKey,
  privateKey,
}: DocumentTask): Promise<Measured> {
  const what = 'kill-the-clipboard';
  const reader = new SHCReader({ publicKey, enableQROptimization: false });
  if (mode === 'verify') {
    const verify = async () => (await reader.fromQRNumeric(text)).asBundle();
    return { what, figure: await rate(verify) };
  }
  const { credentialSubject } = content.vc as { credentialSubject: { fhirBundle: JsonObject } };
  const issuer = new SHCIssuer({
    issuer: String(content.iss),
    privateKey,
    publicKey,
    expirationTime: null,
    enableQROptimization: true,
    strictReferences: true,
  });
  const sign = async () => (await issuer.issue(credentialSubject.fhirBundle as never)).asQRNumeric();
  const [code] = await sign();
  await reader.fromQRNumeric(code ?? '');
  return { what, figure: await rate(sign) };
}
