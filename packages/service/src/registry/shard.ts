import { hash } from 'node:crypto';

/** Shards that certificates are spread over; part of every certificate id, so it never changes. */
export const shardCount = 1_024;

/** The shard of a beneficiary, 0–1023: the first ten bits of the SHA-256 of the id's UTF-8 bytes. */
export function shardOf(beneficiary: string): number {
  return hash('sha256', beneficiary, 'buffer').readUInt16BE(0) >> 6;
}
