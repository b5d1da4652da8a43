import type { JsonObject } from '../../json.ts';
import type { ExportRecord } from '../export-record.ts';

/** What the resources of one document refer to. */
export interface DocumentSetting {
  readonly record: ExportRecord;
  /** The certificate's id, with who gave it. */
  readonly identifier: { readonly system: string; readonly value: string };
  /** Reference to another resource of the document by its role, which is its place in it. */
  readonly to: (role: string) => { readonly reference: string };
}

/** What a document says of its event: the section of the composition, and the resources it refers to. */
export interface EventParts {
  /** WHO's profile of the document, where the resources have all that it demands. */
  readonly profile?: string;
  /** Of the composition: `ddcc-vs`, `ddcc-tr`. */
  readonly category: { readonly code: string; readonly display: string };
  readonly section: {
    readonly title: string;
    /** LOINC. */
    readonly code: string;
    readonly display: string;
    /** What a person reads: label and value. */
    readonly lines: readonly (readonly [label: string, value: string | undefined])[];
  };
  /** By role; the first is what the section is about. */
  readonly resources: readonly (readonly [role: string, resource: JsonObject])[];
}
