import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { qrPng } from '@mohar/credential/qr/png.ts';
import { openPrinter } from '@mohar/print/printer.ts';
import { readConfig } from '../../config.ts';
import type { CountryPack } from '../../country/pack.ts';
import { certificateTypeOf } from '../../issuing/event-identity.ts';
import { openIssuer } from '../../issuing/open-issuer.ts';
import { printCertificate } from '../../issuing/print-certificate.ts';
import { qrToGive } from '../../issuing/qr-to-give.ts';
import { type EventKind, readEvent } from '../../issuing/read-events.ts';
import { signEvent } from '../../issuing/sign-event.ts';
import { packNamed } from '../../pack-named.ts';
import { CommandError } from '../command-error.ts';
import { readInput } from '../read-input.ts';

/** What `mohar issue` is given. */
export interface IssueOptions {
  out: string;
  type?: string;
  proof?: string;
  json?: boolean;
}

/** `mohar issue`: one event to credential, QR and PDF, without a server. The certificate is in no registry. */
export async function issueOne(file: string, options: IssueOptions): Promise<void> {
  const config = readConfig({ ...process.env, ...(options.proof ? { MOHAR_PROOF: options.proof } : {}) });
  const pack = packNamed(config.country);
  const value = readJson(file);
  const now = Date.now();
  const read = readEvent(value, kindOf(value, options.type, pack), pack, now, '');
  if (!read.ok) throw faulty(file, read.faults);
  const issuer = openIssuer(pack, config, new Date(now).toISOString());
  const signed = await signEvent(read.value, undefined, issuer, now, '');
  if (!signed.ok) throw faulty(file, signed.faults);

  const printer = openPrinter({ directories: pack.directories });
  const desk = { issuer, printer, sampled: () => true };
  const pdf = await printCertificate({ ...signed.value, event: read.value }, desk).finally(printer.close);
  const qr = qrPng(await qrToGive(signed.value.credential, certificateTypeOf(read.value), desk));
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, 'credential.json'), signed.value.credential);
  writeFileSync(join(options.out, 'qr.png'), qr);
  writeFileSync(join(options.out, 'certificate.pdf'), pdf);

  const { certificateId } = signed.value;
  const { verificationMethod } = issuer.signer;
  const said = options.json
    ? JSON.stringify({ certificateId, verificationMethod, proof: issuer.suite.name, out: options.out })
    : `Certificate ${certificateId}, signed ${issuer.suite.name} by ${verificationMethod}, is in ${options.out}`;
  process.stdout.write(`${said}\n`);
}

function readJson(file: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(readInput(file).toString('utf8'));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${file} is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(value)) return value;
  if (value.length === 1) return value[0];
  throw new CommandError(`${file} holds ${value.length} events; this takes one.`);
}

function kindOf(value: unknown, type: string | undefined, pack: CountryPack): EventKind {
  const entity = pack.entityTypes.get(type ?? '');
  if (entity) return entity;
  if (type === 'domestic' || type === 'international' || type === 'test') return type;
  if (type !== undefined) {
    const known = ['domestic', 'international', 'test', ...pack.entityTypes.keys()];
    throw new CommandError(`--type is "${type}"; it must be one of ${known.join(', ')}.`);
  }
  const event = (value ?? {}) as Record<string, unknown>;
  if ('testDetails' in event) return 'test';
  return 'vaccinator' in event ? 'domestic' : 'international';
}

const faulty = (file: string, faults: readonly { pointer: string; message: string }[]) =>
  new CommandError(
    [
      `${file} cannot be certified:`,
      ...faults.map(({ pointer, message }) => `  ${pointer || '/'} ${message}`),
    ].join('\n'),
  );
