/**
 * What is read from bytes or text of others; undefined where reading throws, since what cannot be read is as good as not there.
 *
 * @param read loads no code and asks nobody: that something could not be loaded says nothing of what was to be read.
 */
export function ifReadable<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
