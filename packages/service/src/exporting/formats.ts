import type { DocumentFormat } from './document-format.ts';
import type { ExportFormat } from './export-format.ts';
import { euDcc } from './formats/eu-dcc.ts';
import { icvp } from './formats/icvp.ts';
import { smartHealthCard } from './formats/smart-health-card.ts';
import { vdsNc } from './formats/vds-nc.ts';
import { whoDdcc } from './formats/who-ddcc.ts';

/** The one table of formats for other countries: a new one is a row. */
export const documentFormats: Readonly<Record<ExportFormat, DocumentFormat>> = {
  'eu-dcc': euDcc,
  'smart-health-card': smartHealthCard,
  'who-ddcc': whoDdcc,
  icvp,
  'vds-nc': vdsNc,
};
