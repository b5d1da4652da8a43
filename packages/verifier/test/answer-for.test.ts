import { describe, expect, it } from 'vitest';
import { answerFor } from '../src/offline/answer-for.ts';

const scope = 'https://health.example/verify/';
const files = new Set(['index.html', 'assets/index-1.js', 'icons/icon.svg']);
const answer = (url: string, isNavigation = false) => answerFor(url, scope, isNavigation, files);
const network = { from: 'network' };

describe('the service worker', () => {
  it.each(['', 'index.html', '?lang=hi', '#anything', 'index.html?lang=hi#x'])(
    'opens the kept page for “%s”',
    (path) => {
      expect(answer(scope + path, true)).toEqual({ from: 'shell', file: 'index.html' });
    },
  );

  it('answers files of the build from what is kept', () => {
    expect(answer(`${scope}assets/index-1.js`)).toEqual({ from: 'shell', file: 'assets/index-1.js' });
    expect(answer(`${scope}icons/icon.svg?v=2`)).toEqual({ from: 'shell', file: 'icons/icon.svg' });
  });

  it.each(['country.json', 'logo.svg'])('keeps the country’s looks and fetches them anew: %s', (name) => {
    const file = `data/${name}`;
    expect(answer(scope + file)).toEqual({ from: 'kept-then-network', file });
  });

  it.each(['trust-list.jws', 'status-filter', 'status-delta'])(
    'never answers for signed data: %s',
    (name) => {
      expect(answer(`${scope}data/${name}`)).toEqual(network);
    },
  );

  it('leaves pages and files that are not of the app alone', () => {
    expect(answer(`${scope}other.html`, true)).toEqual(network);
    expect(answer(`${scope}assets/index-0.js`)).toEqual(network);
    expect(answer(`${scope}embed.js`)).toEqual(network);
    expect(answer('https://health.example/docs/', true)).toEqual(network);
    expect(answer('https://other.example/verify/assets/index-1.js')).toEqual(network);
    expect(answer('https://other.example/?https://health.example/verify/index.html', true)).toEqual(network);
  });
});
