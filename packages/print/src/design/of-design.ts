/** Pictures that Typst draws. */
const pictures = /\.(?:svg|png|jpe?g|gif|webp)$/i;

/** Programs for Typst (`plugin`): nothing that a page needs. */
const programs = /\.wasm$/i;

/** Whether a file of a country pack, by its path below the pack's folder, is a part of the pack's design. */
export function isOfDesign(path: string): boolean {
  if (programs.test(path)) return false;
  return (
    /^(?:templates|fonts|messages)\//.test(path) ||
    (path.startsWith('entities/') && path.endsWith('.typ')) ||
    pictures.test(path)
  );
}
