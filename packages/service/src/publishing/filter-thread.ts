import { parentPort } from 'node:worker_threads';
import {
  type FilterBuilder,
  type RevokedCertificate,
  startFilter,
} from '@mohar/credential/status/filter/build-filter.ts';
import { encodeFilter } from '@mohar/credential/status/filter/filter-encoding.ts';

/** What the thread is told, in this order: any number of pages, the start, any number of pages, the end. */
export type FilterMessage =
  | { readonly kind: 'revoked'; readonly page: readonly RevokedCertificate[] }
  | { readonly kind: 'start'; readonly salt: Uint8Array; readonly issued: number }
  | { readonly kind: 'issued'; readonly page: readonly string[] }
  | { readonly kind: 'finish' };

/** Every message is answered when it is done: the last one with the filter. */
export type FilterAnswer = Uint8Array | undefined;

const revoked: RevokedCertificate[] = [];
let builder: FilterBuilder | undefined;

parentPort?.on('message', (message: FilterMessage) => {
  parentPort?.postMessage(take(message));
});

function take(message: FilterMessage): FilterAnswer {
  switch (message.kind) {
    case 'revoked':
      for (const one of message.page) revoked.push(one);
      return undefined;
    case 'start':
      builder = startFilter({ salt: message.salt, issued: message.issued, revoked });
      return undefined;
    case 'issued':
      for (const id of message.page) builder?.addInForce(id);
      return undefined;
    case 'finish':
      return builder && encodeFilter(builder.finish());
  }
}
