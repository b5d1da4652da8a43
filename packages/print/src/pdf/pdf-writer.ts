import { createHash } from 'node:crypto';
import { type PdfValue, writtenValue } from './values.ts';

/** Writes a PDF's objects one behind the other, and remembers of each only where it begins. */
export class PdfWriter {
  readonly #offsets: number[] = [0];
  readonly #hash = createHash('sha256');
  #position = 0;
  #chunks: Uint8Array[] = [];

  constructor(version: string) {
    // Bytes above 127 tell programs that the file is binary (ISO 32000-1, 7.5.2).
    this.#push(Buffer.from(`%PDF-${version}\n%\x80\x80\x80\x80\n`, 'latin1'));
  }

  /** The number of an object that will be written. */
  allocate(): number {
    return this.#offsets.push(-1) - 1;
  }

  /**
   * Writes an object under a number of {@link allocate}.
   *
   * @param value refers to numbers of {@link allocate}.
   */
  write(number: number, value: PdfValue, stream?: Uint8Array): void {
    this.#offsets[number] = this.#position;
    const shown = writtenValue(value);
    if (!stream) {
      this.#push(Buffer.from(`${number} 0 obj\n${shown}\nendobj\n`, 'latin1'));
      return;
    }
    this.#push(Buffer.from(`${number} 0 obj\n${shown}\nstream\n`, 'latin1'));
    this.#push(stream);
    this.#push(Buffer.from('\nendstream\nendobj\n', 'latin1'));
  }

  /** What was written since the last call. */
  taken(): Uint8Array {
    const taken = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return taken;
  }

  /** The end of the file: cross-reference table and trailer (ISO 32000-1, 7.5.4 and 7.5.5). The id is of the content. */
  finish(root: number, info: number): Uint8Array {
    const rows = this.#offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n\r\n`);
    const size = rows.length + 1;
    const id = `<${this.#hash.digest('hex').slice(0, 32).toUpperCase()}>`;
    return Buffer.concat([
      this.taken(),
      Buffer.from(
        `xref\n0 ${size}\n0000000000 65535 f\r\n${rows.join('')}trailer\n` +
          `<</Size ${size}/Root ${root} 0 R/Info ${info} 0 R/ID[${id}${id}]>>\nstartxref\n${this.#position}\n%%EOF\n`,
        'latin1',
      ),
    ]);
  }

  #push(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#hash.update(bytes);
    this.#position += bytes.length;
  }
}
