import { returnValueOf } from './cryptoki.ts';
import { TokenError } from './token-error.ts';

/** Return values that say: this session, its login or its handles are gone; a new session may do. */
const lost = new Set([
  'CKR_CRYPTOKI_NOT_INITIALIZED',
  'CKR_DEVICE_ERROR',
  'CKR_DEVICE_REMOVED',
  'CKR_KEY_HANDLE_INVALID',
  'CKR_OBJECT_HANDLE_INVALID',
  'CKR_SESSION_CLOSED',
  'CKR_SESSION_HANDLE_INVALID',
  'CKR_TOKEN_NOT_PRESENT',
  'CKR_USER_NOT_LOGGED_IN',
]);

interface PoolSetting<Session> {
  /** Opens a session, logged in. Errors of it are the callers'. */
  readonly open: () => Session;
  /** Closes one, which may be gone already. Must not throw. */
  readonly close: (session: Session) => void;
  /** Most sessions at once. */
  readonly size: number;
}

interface Member<Session> {
  readonly session: Session;
  readonly generation: number;
}

/**
 * A few sessions that many callers share: a PKCS#11 session does one thing at a time. Sessions are opened when they
 * are needed, and kept.
 */
export class SessionPool<Session> {
  readonly #setting: PoolSetting<Session>;
  readonly #idle: Member<Session>[] = [];
  readonly #waiting: (() => void)[] = [];
  /** Idle and in use. */
  #open = 0;
  /** Grows when a session was lost: older ones are not used again. */
  #generation = 0;
  #closed = false;

  constructor(setting: PoolSetting<Session>) {
    this.#setting = setting;
  }

  /**
   * Does some work on a session that nobody else uses meanwhile. Where the session turns out to be lost, the work is
   * done once more, on a new one; a session on which work failed is not used again.
   *
   * @throws what the work throws, or opening a session.
   */
  async use<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    try {
      return await this.#useOne(work);
    } catch (error) {
      if (!lost.has(returnValueOf(error) ?? '')) throw error;
      return this.#useOne(work);
    }
  }

  /** Closes all sessions, those in use when their work is done. Who waits for one gets a TokenError. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { session } of this.#idle.splice(0)) this.#drop(session);
    while (this.#open > 0) await this.#turn();
  }

  async #useOne<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const member = await this.#take();
    try {
      const result = await work(member.session);
      this.#giveBack(member);
      return result;
    } catch (error) {
      if (lost.has(returnValueOf(error) ?? '') && member.generation === this.#generation) {
        this.#generation += 1;
        for (const { session } of this.#idle.splice(0)) this.#drop(session);
      }
      this.#drop(member.session);
      throw error;
    }
  }

  async #take(): Promise<Member<Session>> {
    for (;;) {
      if (this.#closed) throw new TokenError('The token is closed.');
      const member = this.#idle.pop() ?? (this.#open < this.#setting.size ? this.#openOne() : undefined);
      if (member) return member;
      await this.#turn();
    }
  }

  /** @returns undefined where the token allows no more sessions: one of ours that is in use has to do. */
  #openOne(): Member<Session> | undefined {
    try {
      const session = this.#setting.open();
      this.#open += 1;
      return { session, generation: this.#generation };
    } catch (error) {
      if (this.#open > 0 && returnValueOf(error) === 'CKR_SESSION_COUNT') return undefined;
      // The next one may be luckier, and must not wait for a session that is never given back.
      this.#wake();
      throw error;
    }
  }

  #giveBack(member: Member<Session>): void {
    if (this.#closed || member.generation !== this.#generation) {
      this.#drop(member.session);
    } else {
      this.#idle.push(member);
      this.#wake();
    }
  }

  #drop(session: Session): void {
    this.#open -= 1;
    this.#setting.close(session);
    this.#wake();
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    if (!this.#closed) this.#waiting.shift()?.();
    else for (const resume of this.#waiting.splice(0)) resume();
  }
}
