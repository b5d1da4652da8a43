/** A piece of what a QR code says, in one of its modes (ISO/IEC 18004, section 7.3). */
export interface CodeSegment {
  readonly mode: 'numeric' | 'alphanumeric' | 'byte';
  readonly text: string;
}

/** All that a QR code says, piece by piece. */
export interface CodeContent {
  readonly segments: readonly CodeSegment[];
}

/** What a scanner reads. */
export const textOf = ({ segments }: CodeContent): string => segments.map(({ text }) => text).join('');
