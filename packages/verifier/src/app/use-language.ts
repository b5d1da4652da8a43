import { useEffect, useMemo, useState } from 'react';
import type { Country } from '../country/country.ts';
import { chooseLanguage } from '../language/choose-language.ts';
import { withCountryWords } from '../language/country-words.ts';
import { isLanguage, type Language, languages, type Words } from '../language/languages.ts';
import { loadWords } from '../language/load-words.ts';
import { readChoice, storeChoice } from './choices.ts';

/**
 * The language that is spoken. The document is marked with it.
 *
 * @param country undefined while it is not known: then nothing is spoken yet.
 * @returns its words, undefined until they are loaded, and how to choose another one.
 */
export function useLanguage(country: Country | undefined): [Words | undefined, (language: Language) => void] {
  const [chosen, setChosen] = useState(() => readChoice('language'));
  const [words, setWords] = useState<Words>();
  const wanted = country && languageFor(country, chosen);

  useEffect(() => {
    if (!wanted) return;
    let outdated = false;
    loadWords(wanted)
      // A language whose file is not there, offline: English is always kept.
      .catch(() => loadWords('en'))
      .then((loaded) => {
        if (!outdated) setWords(loaded);
      })
      .catch(() => {});
    return () => {
      outdated = true;
    };
  }, [wanted]);

  useEffect(() => {
    if (!words) return;
    const { language } = words;
    document.documentElement.lang = language;
    document.documentElement.dir = languages[language].direction;
    const manifest = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
    if (manifest) manifest.href = `./manifest.${language}.webmanifest`;
  }, [words]);

  const choose = (language: Language) => {
    storeChoice('language', language);
    setChosen(language);
  };
  const own = words && country?.words?.[words.language];
  const spoken = useMemo(() => words && (own ? withCountryWords(words, own) : words), [words, own]);
  return [spoken, choose];
}

function languageFor(country: Country, chosen: string | undefined): Language {
  return chooseLanguage({
    chosen: chosen !== undefined && isLanguage(chosen) ? chosen : null,
    asked: new URLSearchParams(location.search).get('lang'),
    browser: navigator.languages,
    country: country.languages,
  });
}
