import { useEffect, useState } from 'react';
import { textColourOn } from '../country/brand-colour.ts';
import { anyCountry, type Country, readCountry } from '../country/country.ts';

/** Whose verifier this is; undefined until it is known. The page takes on its colour. */
export function useCountry(): Country | undefined {
  const [country, setCountry] = useState<Country>();
  useEffect(() => {
    fetchCountry().then((found) => {
      if (found.colour) paint(found.colour);
      setCountry(found);
    });
  }, []);
  return country;
}

async function fetchCountry(): Promise<Country> {
  try {
    const response = await fetch(new URL('data/country.json', document.baseURI));
    return response.ok ? readCountry(await response.json()) : anyCountry;
  } catch {
    return anyCountry;
  }
}

function paint(colour: string): void {
  const { style } = document.documentElement;
  style.setProperty('--brand', colour);
  style.setProperty('--on-brand', textColourOn(colour));
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', colour);
}
