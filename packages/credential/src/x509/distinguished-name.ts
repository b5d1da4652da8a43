import { type DerElement, DerSequence, elementsOf, objectIdentifierOf, tags, textOf } from './der.ts';

/** Short names of attributes (RFC 4514, section 3), by object identifier. */
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

/** A distinguished name (RFC 5280, section 4.1.2.4). */
export interface DistinguishedName {
  /** DER, as it stands in the certificate: two names are the same where these bytes are. */
  readonly der: Uint8Array;
  /** For people: `C=UT, CN=UT CA`, in the certificate's order. */
  readonly text: string;
  /** Upper case. ISO 3166-1 alpha-2, where the name is as ICAO Doc 9303-12 wants it. */
  readonly country: string | undefined;
}

/** @throws UnreadablePayloadError where the element is no name. */
export function distinguishedNameOf(element: DerElement): DistinguishedName {
  const attributes = elementsOf(element.content).flatMap((relative) =>
    elementsOf(relative.content).map((attribute) => {
      const pair = new DerSequence(attribute.content);
      const identifier = objectIdentifierOf(pair.take(tags.objectIdentifier));
      return { name: shortNames[identifier] ?? identifier, value: textOf(pair.takeAny()) ?? '' };
    }),
  );
  return {
    der: element.bytes,
    text: attributes.map(({ name, value }) => `${name}=${value}`).join(', '),
    country: attributes.find(({ name }) => name === 'C')?.value.toUpperCase(),
  };
}
