// What is used of `qrcode`, without its drawing for Node and browsers; its own types tell of other files.
declare module 'qrcode/lib/core/qrcode.js' {
  const library: {
    create(
      segments: readonly {
        readonly data: string | Uint8Array;
        readonly mode: 'numeric' | 'alphanumeric' | 'byte';
      }[],
      options: { readonly version: number; readonly errorCorrectionLevel: ErrorCorrectionName },
    ): { readonly modules: { readonly size: number; readonly data: Uint8Array } };
  };
  type ErrorCorrectionName = 'low' | 'medium' | 'quartile' | 'high';
  export default library;
}
