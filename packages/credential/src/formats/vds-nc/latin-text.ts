/** Whether border guards everywhere can read a text: it has Latin letters, and letters of no other script. */
export const isLatin = (text: string): boolean =>
  /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]+$/u.test(text) && /\p{Script=Latin}/u.test(text);

/**
 * The first characters of a text, at most `maxLength`: to the end of a word, where that leaves at least half of the room,
 * and without what would hang behind the last one, such as a comma. Shorter texts stay as they are.
 */
export function cut(text: string, maxLength: number): string {
  const characters = [...text.trimEnd()];
  if (characters.length <= maxLength) return characters.join('');
  const room = characters.slice(0, maxLength).join('');
  const endsWord = /\s/u.test(characters[maxLength] as string);
  const words = endsWord ? room : room.replace(/\s+\S*$/u, '');
  const kept = [...words].length * 2 >= maxLength ? words : room;
  return kept.replace(/[\s\p{Pd}\p{Ps}\p{Pi},;:/&+·•]+$/u, '') || room;
}
