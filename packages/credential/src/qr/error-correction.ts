/** Error correction levels of ISO/IEC 18004, by what share of the code may be lost. */
export type ErrorCorrection = 'low' | 'medium' | 'quartile' | 'high';
