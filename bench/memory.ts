import { setTimeout as sleep } from 'node:timers/promises';
import { driveCertify } from './load/drive.ts';
import { startService } from './load/running-service.ts';
import type { Row } from './row.ts';

/** Resident memory of the service's process, all of its threads included; its database's processes are apart. */
export async function memory(): Promise<Row[]> {
  const service = await startService();
  await sleep(1_000);
  const rest = service.residentMemory();
  await driveCertify(service, { connections: 4, batch: 100, seconds: 20 });
  const batches = service.residentMemory();
  await driveCertify(service, { connections: 64, batch: 1, seconds: 20 });
  const singles = service.residentMemory();
  await sleep(40_000);
  const after = service.residentMemory();
  await service.stop();
  const row = (what: string, figure: number): Row => ({ what, figure, unit: 'MB' });
  return [
    row('at rest', rest),
    row('under batches of 100', batches),
    row('under single events, 64 connections', singles),
    row('at rest again, after 40 s', after),
  ];
}
