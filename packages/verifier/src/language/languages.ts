import type { Words as VerdictWords } from '@mohar/credential/verification/explain.ts';

/** All that the app says of itself. */
export type AppWords = typeof import('../words/en.json', { with: { type: 'json' }});

/** The languages of this app; names as their speakers write them. */
export const languages = {
  en: { name: 'English', direction: 'ltr' },
  hi: { name: 'हिन्दी', direction: 'ltr' },
  fr: { name: 'Français', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
  si: { name: 'සිංහල', direction: 'ltr' },
} as const satisfies Record<string, { name: string; direction: 'ltr' | 'rtl' }>;

export type Language = keyof typeof languages;

export const isLanguage = (tag: string): tag is Language => Object.hasOwn(languages, tag);

/** The words of one language: this app's, and those for verdicts. */
export interface Words {
  readonly language: Language;
  readonly app: AppWords;
  readonly verdict: VerdictWords;
}
