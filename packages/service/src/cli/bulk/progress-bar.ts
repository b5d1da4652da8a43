import type { showUpload } from '../../bulk/show-upload.ts';

/** How far an upload is, as the service tells it. */
export type UploadProgress = ReturnType<typeof showUpload>;

const width = 24;

/** One line that says how far an upload is. */
export function progressLine({
  TotalRecords,
  done,
  failed,
  rowsPerSecond,
  secondsLeft,
}: UploadProgress): string {
  const share = TotalRecords === 0 ? 1 : done / TotalRecords;
  const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
  const rows = `${done.toLocaleString('en')} of ${TotalRecords.toLocaleString('en')} rows`;
  const left = secondsLeft === undefined ? '' : `, ${timeOf(secondsLeft)} left`;
  return `${bar} ${(share * 100).toFixed(0).padStart(3)} %  ${rows}, ${failed.toLocaleString('en')} failed  ${rowsPerSecond.toLocaleString('en')}/s${left}`;
}

const timeOf = (seconds: number) =>
  seconds < 120
    ? `${seconds} s`
    : seconds < 7_200
      ? `${Math.ceil(seconds / 60)} min`
      : `${Math.ceil(seconds / 3_600)} h`;

/**
 * Shows progress: on a terminal one line that is written over, elsewhere a line at most every ten seconds.
 *
 * @returns a function to call with what is known, `last` at the end.
 */
export function progressBar(stream: NodeJS.WriteStream): (progress: UploadProgress, last: boolean) => void {
  let shownAt = 0;
  return (progress, last) => {
    const line = progressLine(progress);
    if (stream.isTTY) {
      stream.write(`\r${line}\u001b[K${last ? '\n' : ''}`);
    } else if (last || Date.now() - shownAt >= 10_000) {
      shownAt = Date.now();
      stream.write(`${line}\n`);
    }
  };
}
