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
        format?: 'application/n-quads';
        safe?: boolean;
        eventHandler?: (call: { event: JsonLdEvent; next: () => void }) => void;
      },
    ): Promise<object[]>;
  };
  export default jsonld;
}

declare module 'rdf-canonize' {
  export function canonize(
    dataset: object[],
    options: { algorithm: 'RDFC-1.0'; maxWorkFactor?: number; format?: 'application/n-quads' },
  ): Promise<string>;
}

declare module 'rdf-canonize-2015' {
  const legacy: {
    canonize(
      dataset: object[],
      options: { algorithm: 'URDNA2015'; maxDeepIterations?: number },
    ): Promise<string>;
  };
  export default legacy;
}
