import { useState } from 'react';
import type { Country } from '../country/country.ts';
import { inLanguage, offeredLanguages } from '../language/choose-language.ts';
import { isLanguage, type Language, languages } from '../language/languages.ts';
import { LanguageIcon } from './icons.tsx';
import { useWords } from './words-context.ts';

/** Whose verifier it is, and in which language it speaks. */
export function Header({ country, choose }: { country: Country; choose: (language: Language) => void }) {
  const { app, language } = useWords();
  const [hasLogo, setHasLogo] = useState(true);
  const name = inLanguage(country.name, language);
  const department = inLanguage(country.department, language);
  return (
    <header className="header">
      <div className="header-who">
        {hasLogo && (
          // The name stands beside it.
          <img className="header-logo" src="./data/logo.svg" alt="" onError={() => setHasLogo(false)} />
        )}
        <p className="header-names">
          <span className="header-name">{name ?? app.app.name}</span>
          {name && <span className="header-sub">{department ?? app.app.name}</span>}
        </p>
      </div>
      <label className="language">
        <LanguageIcon />
        <span className="only-spoken">{app.labels.language}</span>
        <select
          value={language}
          onChange={({ target }) => {
            if (isLanguage(target.value)) choose(target.value);
          }}
        >
          {offeredLanguages(country.languages, Object.keys(languages).filter(isLanguage)).map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {languages[tag].name}
            </option>
          ))}
        </select>
      </label>
    </header>
  );
}
