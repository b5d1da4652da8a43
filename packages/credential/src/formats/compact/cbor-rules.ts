/** No credential is nested deeper. */
export const maxDepth = 32;
/** First byte of a byte string that holds a number in JSON's way of writing. */
export const jsonNumber = 0xff;
