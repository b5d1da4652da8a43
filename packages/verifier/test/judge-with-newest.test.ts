import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardSigner } from '@mohar/credential/status/card-status-source.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import { readCardKeySet } from '@mohar/credential/trust/card-key-set.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import { expect, it } from 'vitest';
import { judgeWithNewest } from '../src/engine/judge-with-newest.ts';
import type { RefreshStage } from '../src/trust-data/trust-data.ts';

const vectors = join(import.meta.dirname, '../../../test-vectors');
const read = (name: string) => readFileSync(join(vectors, name), 'utf8').trim();
const iss = 'https://spec.smarthealth.cards/examples/issuer';
const card = read('smart-health-card/specification/example-00-d-jws.txt');
const keys = readCardKeySet(JSON.parse(read('smart-health-card/specification/issuer.jwks.json')), {
  iss,
  issuerName: 'Specification',
});
const [divoc] = JSON.parse(read('divoc/signed-credentials.json')).cases;
const seal = read('vds-nc/ICAOAUQR1Contents.txt');
const inForce: StatusSource = {
  issuer: cardSigner(iss, keys[0]?.document.keyId ?? ''),
  checkedAt: '2026-11-22T00:00:00Z',
  lookUp: () => ({ state: 'in-force' }),
};
const clock = () => Date.parse('2026-11-23T00:00:00Z');

/** Data that change when a stage has been waited for; and which stages were. */
function dataThatBecome(
  after: Partial<Record<RefreshStage, { trust?: TrustList; status?: StatusSource[] }>>,
) {
  const waitedFor: RefreshStage[] = [];
  const data = {
    trust: [] as TrustList,
    status: [] as readonly StatusSource[],
    revision: 0,
    refreshed: async (stage: RefreshStage) => {
      waitedFor.push(stage);
      data.trust = after[stage]?.trust ?? data.trust;
      data.status = after[stage]?.status ?? data.status;
      data.revision += 1;
    },
  };
  return { data, waitedFor };
}

it.each<[string, string, RefreshStage[]]>([
  ['the country’s own format', JSON.stringify(divoc.credential), ['own']],
  ['another country’s document', seal, ['own', 'signers']],
  ['a health card', card, ['own', 'signers']],
  ['what is no certificate', 'https://shop.example', []],
])('%s of an unknown issuer waits for no more than may know it', async (_, scanned, stages) => {
  const { data, waitedFor } = dataThatBecome({});
  await judgeWithNewest([scanned], data, clock);
  expect(waitedFor).toEqual(stages);
});

it('does not wait for others’ signers where the own ones knew it', async () => {
  const { data, waitedFor } = dataThatBecome({ own: { trust: keys, status: [inForce] } });
  const { verdict, status } = await judgeWithNewest([card], data, clock);
  expect([verdict, status.state, waitedFor]).toEqual(['valid', 'checked', ['own']]);
});

it('waits for the lists of others’ revoked cards where a card is genuine and not checked', async () => {
  const { data, waitedFor } = dataThatBecome({
    signers: { trust: keys },
    'card-lists': { status: [{ ...inForce, lookUp: () => ({ state: 'revoked' }) }] },
  });
  const { verdict } = await judgeWithNewest([card], data, clock);
  expect([verdict, waitedFor]).toEqual(['revoked', ['own', 'signers', 'card-lists']]);
});

it('judges again where data arrived meanwhile, and nothing has to be waited for', async () => {
  const { data } = dataThatBecome({});
  let revision = 0;
  const arriving = {
    get trust() {
      return revision === 0 ? [] : keys;
    },
    status: [inForce],
    get revision() {
      return revision;
    },
    refreshed: async () => {
      revision = 1;
    },
  };
  expect((await judgeWithNewest([card], data, clock)).verdict).toBe('untrusted-issuer');
  expect((await judgeWithNewest([card], arriving, clock)).verdict).toBe('valid');
});
