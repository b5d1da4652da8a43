/** A kind of text that takes fewer bytes than its characters. */
export interface TextForm {
  /** Bytes that a text of this form takes, always the same. */
  readonly length: number;
  /** Where such a text may end a longer one, such as a URL. */
  readonly pattern: RegExp;
  /** @returns undefined where {@link TextForm.unpack} would not give the same text back. */
  pack(text: string): Uint8Array | undefined;
  /** @returns undefined for bytes that no text packs to. */
  unpack(bytes: Uint8Array): string | undefined;
}
