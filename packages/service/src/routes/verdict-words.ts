import type { Words } from '@mohar/credential/verification/explain.ts';
import ar from '@mohar/credential/verification/words/ar.json' with { type: 'json' };
import en from '@mohar/credential/verification/words/en.json' with { type: 'json' };
import fr from '@mohar/credential/verification/words/fr.json' with { type: 'json' };
import hi from '@mohar/credential/verification/words/hi.json' with { type: 'json' };
import si from '@mohar/credential/verification/words/si.json' with { type: 'json' };

const catalogues: Record<string, Words> = { en, hi, fr, ar, si };

/** Languages that verdicts are explained in. */
export const verdictLanguages: readonly string[] = Object.keys(catalogues);

export const wordsOf = (language: string): Words => catalogues[language] ?? en;
