import { createContext, use } from 'react';
import type { Words } from '../language/languages.ts';

export const WordsContext = createContext<Words | undefined>(undefined);

/** The words of the language that is spoken. */
export function useWords(): Words {
  const words = use(WordsContext);
  if (!words) throw new Error('No words here.');
  return words;
}
