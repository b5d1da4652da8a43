import { describe, expect, test } from 'vitest';
import { choicesFrom } from './changes/choices.ts';
import { judgeDocumentChanges, sameContent } from './changes/documents/judge-document-changes.ts';
import { foreignDocuments, ownDocuments } from './changes/documents/samples.ts';
import { Tally } from './changes/judge-changes.ts';
import { changesOfDocument } from './changes/of-documents.ts';

describe('changes to documents of every format: none is valid with another content', async () => {
  const [tally, byDocument] = [new Tally(), new Tally()];
  const documents = [...(await ownDocuments()), ...foreignDocuments()];

  test.each(documents.map((document, n) => ({ document, n })))('$document.name', async ({ document, n }) => {
    const changes = changesOfDocument(document, documents, choicesFrom(n + 301), { stride: 6, bytes: 200 });
    const ofDocument = { add: (_: string, answer: string) => byDocument.add(document.name, answer) };
    await judgeDocumentChanges(document, changes, tally, ofDocument);
  });

  test('were more than 100,000', () => {
    console.info(`${tally}\n\n${byDocument}`);
    expect(tally.of(sameContent)).toBeGreaterThan(100);
    expect(tally.total).toBeGreaterThan(100_000);
  });
});
