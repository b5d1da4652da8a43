import * as asn1js from 'asn1js';
import { RelativeDistinguishedNames } from 'pkijs';

/** A distinguished name: the country, and what the bearer is called. */
export interface SubjectName {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly commonName: string;
}

/**
 * A name as X.509 writes it: one attribute in each part; ICAO wants the country as PrintableString, and in capitals. It
 * goes through bytes, since pkijs would put all attributes of a name that it composes into one part.
 */
export const encodeName = ({ country, commonName }: SubjectName): RelativeDistinguishedNames =>
  RelativeDistinguishedNames.fromBER(
    new asn1js.Sequence({
      value: [
        part('2.5.4.6', new asn1js.PrintableString({ value: country })),
        part('2.5.4.3', new asn1js.Utf8String({ value: commonName })),
      ],
    }).toBER(),
  );

const part = (type: string, value: asn1js.PrintableString | asn1js.Utf8String) =>
  new asn1js.Set({
    value: [new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: type }), value] })],
  });
