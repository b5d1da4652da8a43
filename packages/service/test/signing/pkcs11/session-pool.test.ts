import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SessionPool } from '../../../src/signing/pkcs11/session-pool.ts';

/** A pool of numbered sessions, with what has become of them. */
function numbered(size: number, mayOpen: (open: ReadonlySet<number>) => void = () => {}) {
  const open = new Set<number>();
  let last = 0;
  const pool = new SessionPool<number>({
    open: () => {
      mayOpen(open);
      last += 1;
      open.add(last);
      return last;
    },
    close: (session) => open.delete(session),
    size,
  });
  return { pool, open, opened: () => last };
}

const failing = (value: string) => async () => {
  throw new Error(`${value}:1`);
};

test('never more than its size at work, all work done, sessions kept', async () => {
  const { pool, open, opened } = numbered(3);
  let atWork = 0;
  let most = 0;
  const inUse = new Set<number>();
  const work = async (session: number) => {
    expect(inUse.has(session)).toBe(false);
    inUse.add(session);
    atWork += 1;
    most = Math.max(most, atWork);
    await nextTurn();
    atWork -= 1;
    inUse.delete(session);
    return session;
  };
  const done = await Promise.all(Array.from({ length: 100 }, () => pool.use(work)));
  expect(done).toHaveLength(100);
  expect([most, opened(), open.size]).toEqual([3, 3, 3]);
});

test('lost sessions: each work is done once more, on a new session', async () => {
  const { pool, open, opened } = numbered(4);
  await Promise.all([1, 2, 3, 4].map(() => pool.use(nextTurn)));
  const valid = (session: number) => session > 4;
  let tries = 0;
  const work = async (session: number) => {
    tries += 1;
    await nextTurn();
    if (!valid(session)) throw new Error('CKR_SESSION_HANDLE_INVALID:179');
    return session;
  };
  const done = await Promise.all(Array.from({ length: 20 }, () => pool.use(work)));
  expect(done.every(valid)).toBe(true);
  expect(tries).toBe(24);
  expect(opened()).toBe(8);
  expect([...open].every(valid)).toBe(true);
});

test('one retry, no more; none for other errors', async () => {
  const { pool, open, opened } = numbered(2);
  await expect(pool.use(failing('CKR_DEVICE_REMOVED'))).rejects.toThrow('CKR_DEVICE_REMOVED');
  expect(opened()).toBe(2);
  await expect(pool.use(failing('CKR_MECHANISM_INVALID'))).rejects.toThrow('CKR_MECHANISM_INVALID');
  expect(opened()).toBe(3);
  // A session on which something failed may be in the middle of an operation.
  expect(open.size).toBe(0);
});

test.each([
  'CKR_CRYPTOKI_NOT_INITIALIZED',
  'CKR_DEVICE_ERROR',
  'CKR_DEVICE_REMOVED',
  'CKR_KEY_HANDLE_INVALID',
  'CKR_OBJECT_HANDLE_INVALID',
  'CKR_SESSION_CLOSED',
  'CKR_SESSION_HANDLE_INVALID',
  'CKR_TOKEN_NOT_PRESENT',
  'CKR_USER_NOT_LOGGED_IN',
])('%s says that the session is lost', async (value) => {
  const { pool } = numbered(1);
  const work = async (session: number) => {
    if (session === 1) throw new Error(`${value}:1`);
    return session;
  };
  expect(await pool.use(work)).toBe(2);
});

test('a token that allows fewer sessions: those there are do the work', async () => {
  const { pool, opened } = numbered(4, (open) => {
    if (open.size === 2) throw new Error('CKR_SESSION_COUNT:177');
  });
  const done = await Promise.all(Array.from({ length: 30 }, (_, n) => pool.use(() => nextTurn(n))));
  expect(done).toEqual(Array.from({ length: 30 }, (_, n) => n));
  expect(opened()).toBe(2);
});

test('a token that allows none: everyone is told', async () => {
  const { pool } = numbered(2, () => {
    throw new Error('CKR_SESSION_COUNT:177');
  });
  const all = await Promise.allSettled(Array.from({ length: 10 }, () => pool.use(nextTurn)));
  expect(all.map(({ status }) => status)).toEqual(Array(10).fill('rejected'));
});

test('sessions cannot be opened any more: nobody waits for ever', async () => {
  let reachable = true;
  const { pool } = numbered(2, () => {
    if (!reachable) throw new Error('CKR_DEVICE_REMOVED:50');
  });
  const work = async () => {
    await nextTurn();
    reachable = false;
    throw new Error('CKR_DEVICE_REMOVED:50');
  };
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => pool.use(work)));
  expect(all.map(({ status }) => status)).toEqual(Array(20).fill('rejected'));
  reachable = true;
  expect(await pool.use(async () => 'back')).toBe('back');
});

test('closing waits for work, refuses those who wait, and leaves nothing open', async () => {
  const { pool, open } = numbered(2);
  const all = Promise.allSettled(Array.from({ length: 5 }, () => pool.use(() => nextTurn('done'))));
  await Promise.resolve();
  await pool.close();
  expect(open.size).toBe(0);
  expect((await all).map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
    'rejected',
  ]);
  await expect(pool.use(nextTurn)).rejects.toMatchObject({ code: 'TOKEN' });
});
