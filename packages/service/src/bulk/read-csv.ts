import { CsvError as ParserError, parse } from 'csv-parse';

/** A file is not the CSV that an upload must be. Says the line, never what stands there. */
export class CsvError extends Error {
  readonly code = 'INVALID_CSV';
}

/** Characters of one row: no real one is longer. */
const maxRow = 65_536;

/**
 * Reads CSV (RFC 4180; UTF-8, with or without a byte order mark) row by row, the header first. Never holds more
 * than a few rows.
 *
 * @throws CsvError where the bytes are not UTF-8, or a quote is not closed.
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRow,
  });
  const feeding = feed(bytes, parser);
  try {
    for await (const record of parser) yield record as string[];
    await feeding;
  } catch (error) {
    throw asCsvError(error);
  } finally {
    parser.destroy();
    await feeding.catch(() => {});
  }
}

type Parser = ReturnType<typeof parse>;

async function feed(bytes: AsyncIterable<Uint8Array>, parser: Parser): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for await (const chunk of bytes) {
      decoder.decode(chunk, { stream: true });
      if (parser.destroyed) return;
      if (!parser.write(chunk)) await drained(parser);
    }
    decoder.decode();
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}

const drained = (parser: Parser) =>
  new Promise<void>((resolve) => {
    const done = () => {
      parser.off('drain', done).off('close', done);
      resolve();
    };
    parser.on('drain', done).on('close', done);
  });

function asCsvError(error: unknown): unknown {
  if ((error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new CsvError('The file is not UTF-8.');
  }
  if (!(error instanceof ParserError)) return error;
  return new CsvError(`Line ${String(error.lines)} is not CSV: ${faultOf(error.code)}.`);
}

function faultOf(code: string): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quotation mark is not closed';
  if (code === 'CSV_MAX_RECORD_SIZE') return `it is longer than ${maxRow} characters`;
  return 'a quotation mark stands where none may';
}
