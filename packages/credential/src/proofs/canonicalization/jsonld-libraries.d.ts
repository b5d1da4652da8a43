// jsonld and rdf-canonize ship no types: what is used of them, here.
declare module 'jsonld' {
  export interface JsonLdEvent {
    code: string;
    level: string;
    details: { property?: string };
  }
  const jsonld: {
    toRDF(
      document: object,
      options: {
        documentLoader: (url: string) => Promise<unknown>;
        safe?: boolean;
        eventHandler?: (call: { event: JsonLdEvent; next: () => void }) => void;
      },
    ): Promise<import('./quad.ts').Quad[]>;
  };
  export default jsonld;
}

declare module 'rdf-canonize' {
  export const NQuads: { parse(text: string): import('./quad.ts').Quad[] };
  export function canonize(
    dataset: readonly import('./quad.ts').Quad[],
    options: { algorithm: 'RDFC-1.0'; maxDeepIterations?: number },
  ): Promise<string>;
}

declare module 'rdf-canonize-2015' {
  const legacy: {
    canonize(
      dataset: readonly import('./quad.ts').Quad[],
      options: { algorithm: 'URDNA2015'; maxDeepIterations?: number },
    ): Promise<string>;
  };
  export default legacy;
}
