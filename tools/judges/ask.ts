import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { JsonObject } from '@mohar/credential/json.ts';

/** What a judge says of one certificate. */
export interface Judgement {
  readonly verified: boolean;
  readonly credential?: JsonObject;
  readonly error?: string;
  /** Of a status list: what stands at the certificate's place. */
  readonly revoked?: boolean;
}

/** Keys and names as DIVOC's signer library is configured. */
export interface DivocSignerQuestion {
  readonly credentials: readonly unknown[];
  readonly config: Readonly<Record<string, unknown>>;
  /** Context documents by URL. */
  readonly contexts: Readonly<Record<string, unknown>>;
}

/** `@pathcheck/divoc-sdk`: unpacks what a scanner read (text) and verifies it; RSA, context vaccination/v1. */
export const askDivocSdk = (payloads: readonly string[], publicKeyPem: string): Promise<Judgement[]> =>
  ask('divocSdk', { payloads, publicKeyPem });

/** DIVOC's own published signer library, verifying. */
export const askDivocSigner = (question: DivocSignerQuestion): Promise<Judgement[]> =>
  ask('divocSigner', { mode: 'verify', ...question });

/** DIVOC's own published signer library, signing: credentials with their proofs. */
export const letDivocSign = (question: DivocSignerQuestion): Promise<JsonObject[]> =>
  ask('divocSigner', { mode: 'sign', ...question });

/** `@digitalbazaar/vc`: verifies VC 2.0 credentials with Data Integrity proofs. */
export const askDigitalBazaar = (question: {
  readonly suite: 'eddsa-rdfc-2022' | 'ecdsa-rdfc-2019';
  readonly credentials: readonly unknown[];
  readonly publicKeyMultibase: string;
  readonly controller: string;
  readonly verificationMethod: string;
  readonly contexts: Readonly<Record<string, unknown>>;
}): Promise<Judgement[]> => ask('digitalBazaar', question);

/** `@digitalbazaar/vc-bitstring-status-list`: whether credentials are in force, by the lists among the contexts. */
export const askStatusList = (question: Parameters<typeof askDigitalBazaar>[0]): Promise<Judgement[]> =>
  ask('statusList', question);

/**
 * `@pathcheck/dcc-sdk`: verifies the texts of EU DCC codes. It asks neither for dates nor for the key's id, so that what it
 * accepts means "another reader reads it, and finds the signature right".
 *
 * @param certificate PEM.
 */
export const askDccSdk = (texts: readonly string[], certificate: string): Promise<Judgement[]> =>
  ask('dccSdk', { texts, certificate });

/**
 * `@pathcheck/dcc-sdk`, signing: contents as the texts of codes.
 *
 * @param certificate PEM; @param privateKey its key, PKCS#8 as PEM.
 */
export const letDccSdkSign = (
  contents: readonly unknown[],
  issuer: string,
  certificate: string,
  privateKey: string,
): Promise<string[]> => ask('dccSdk', { contents, issuer, certificate, privateKey });

/** `@pathcheck/vds-sdk`: verifies the texts of VDS-NC codes with the certificate inside; whose it is, it does not ask. */
export const askVdsSdk = (texts: readonly string[]): Promise<Judgement[]> => ask('vdsSdk', { texts });

/**
 * `@pathcheck/vds-sdk`, signing: contents as the texts of codes.
 *
 * @param certificate PEM; @param privateKey its key, PKCS#8 as PEM.
 */
export const letVdsSdkSign = (
  contents: readonly unknown[],
  certificate: string,
  privateKey: string,
): Promise<string[]> => ask('vdsSdk', { contents, certificate, privateKey });

/**
 * Asks other teams' code in a process of its own.
 *
 * @param judge a member of what the script answers with.
 * @param node the Node that runs it.
 * @param script that calls `answerWith` of `answer.cjs`.
 * @throws Error with what the code threw.
 */
export function ask<Answer>(
  judge: string,
  question: object,
  script = join(import.meta.dirname, 'judge.cjs'),
  node = process.execPath,
): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', () => {
      try {
        const { answers, failed } = JSON.parse(output) as { answers?: Answer[]; failed?: string };
        if (answers) resolve(answers);
        else reject(new Error(failed));
      } catch {
        reject(new Error(`The judge ${judge} answered no JSON: ${output.slice(0, 500)}`));
      }
    });
    child.stdin.end(JSON.stringify({ judge, ...question }));
  });
}
