/** What one page may take. A process that takes more is killed: what it did cannot be stopped in any other way. */
export interface PressLimits {
  /**
   * Time of the processor that rendering may take, in milliseconds. On a machine with nothing else to do it is time on the
   * clock; on one with much to do a page that only had to wait is not given up.
   */
  readonly processorTime: number;
  /** Time on the clock that it may take, however much else the machine has to do. */
  readonly time: number;
  /** Memory of the whole process, in MB; it has about 120 before it renders anything. */
  readonly memory: number;
}

/** Of a country's own templates. A page takes about 10 ms. */
export const packLimits: PressLimits = { processorTime: 1_500, time: 10_000, memory: 768 };

/** Of templates that somebody tries out. */
export const draftLimits: PressLimits = { processorTime: 1_500, time: 3_000, memory: 512 };

/** Bytes of a PDF; a page has about 50,000. What is larger never leaves the process that made it. */
export const largestPdf = 20 << 20;

/** To read fonts and a design, before anything is rendered. */
export const startLimits = { processorTime: 20_000, time: 60_000 };

/** To draw a page as a picture. The first one takes half a second more: what draws is loaded then. */
export const drawLimits = { processorTime: 5_000, time: 15_000 };
