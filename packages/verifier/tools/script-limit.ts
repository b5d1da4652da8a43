/** Scripts that scanning needs on the first load, in any one language: bytes, gzipped. */
export const scriptLimit = 250_000;
