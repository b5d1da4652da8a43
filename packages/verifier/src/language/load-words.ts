import type { Words as VerdictWords } from '@mohar/credential/verification/explain.ts';
import type { AppWords, Language, Words } from './languages.ts';

/** Each language is a file of its own, loaded when it is wanted. */
const sources: Record<Language, () => Promise<[{ default: AppWords }, { default: VerdictWords }]>> = {
  en: () =>
    Promise.all([
      import('../words/en.json', { with: { type: 'json' } }),
      import('@mohar/credential/verification/words/en.json', { with: { type: 'json' } }),
    ]),
  hi: () =>
    Promise.all([
      import('../words/hi.json', { with: { type: 'json' } }),
      import('@mohar/credential/verification/words/hi.json', { with: { type: 'json' } }),
    ]),
  fr: () =>
    Promise.all([
      import('../words/fr.json', { with: { type: 'json' } }),
      import('@mohar/credential/verification/words/fr.json', { with: { type: 'json' } }),
    ]),
  ar: () =>
    Promise.all([
      import('../words/ar.json', { with: { type: 'json' } }),
      import('@mohar/credential/verification/words/ar.json', { with: { type: 'json' } }),
    ]),
  si: () =>
    Promise.all([
      import('../words/si.json', { with: { type: 'json' } }),
      import('@mohar/credential/verification/words/si.json', { with: { type: 'json' } }),
    ]),
};

/** Loads the words of a language. Rejects where their file is missing. */
export async function loadWords(language: Language): Promise<Words> {
  const [{ default: app }, { default: verdict }] = await sources[language]();
  return { language, app, verdict };
}
