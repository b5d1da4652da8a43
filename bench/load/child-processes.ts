import { readdirSync, readFileSync } from 'node:fs';

/** Of the clock that Linux counts processor time with, a second; the same on all its machines (sysconf(3), _SC_CLK_TCK). */
const ticks = 100;

/** The state of a process after its name, which may hold anything: `/proc/<pid>/stat` (proc_pid_stat(5)), from field 3 on. */
function statOf(pid: number): string[] {
  const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return line.slice(line.lastIndexOf(')') + 2).split(' ');
}

/** The processes that this one has started and that still run, as Linux lists them; none elsewhere. */
export function childProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => parentOf(pid) === process.pid);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(statOf(pid)[1]);
  } catch {
    // It has just ended.
    return undefined;
  }
}

/** Time of the processor that a process has taken, its threads included, in milliseconds; NaN where it cannot be told. */
export function processorTime(pid: number): number {
  try {
    const [user, system] = statOf(pid).slice(11, 13).map(Number) as [number, number];
    return ((user + system) * 1_000) / ticks;
  } catch {
    return Number.NaN;
  }
}
