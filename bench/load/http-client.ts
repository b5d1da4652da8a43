import { connect, type Socket } from 'node:net';

/** An answer as far as a load generator looks at it. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One kept-alive connection that sends a request at a time. Leaner than any library: it shares the processors. */
export interface Connection {
  send(method: string, path: string, body?: string): Promise<Answer>;
  close(): void;
}

/** Opens a connection to a service on this machine. */
export async function openConnection(port: number, key: string): Promise<Connection> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opened: Socket = connect(port, '127.0.0.1', () => resolve(opened)).once('error', reject);
  });
  socket.setNoDelay(true);
  let received: Buffer[] = [];
  let headOnly = false;
  let pending: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  const fail = (error: Error) => {
    pending?.reject(error);
    pending = undefined;
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The service closed the connection.')));
  socket.on('data', (chunk: Buffer) => {
    received.push(chunk);
    const answer = parse(received, headOnly);
    if (!answer) return;
    received = [];
    const { resolve } = pending ?? {};
    pending = undefined;
    resolve?.(answer);
  });
  return {
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        pending = { resolve, reject };
        headOnly = method === 'HEAD';
        const head = `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\n`;
        const length =
          body === undefined
            ? ''
            : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
        socket.write(`${head}${length}\r\n${body ?? ''}`);
      }),
    close: () => socket.destroy(),
  };
}

/** The answer, once all of it is there; every answer of Mohar has a Content-Length. */
function parse(chunks: Buffer[], headOnly: boolean): Answer | undefined {
  const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  if (chunks.length > 1) chunks.splice(0, chunks.length, bytes);
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = headOnly ? 0 : Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  if (bytes.length < end + 4 + length) return undefined;
  return { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', end + 4, end + 4 + length) };
}
