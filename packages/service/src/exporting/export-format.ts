/** What a certificate can leave as, beside its own form. */
export const exportFormats = ['eu-dcc', 'smart-health-card', 'who-ddcc', 'icvp', 'vds-nc'] as const;

export type ExportFormat = (typeof exportFormats)[number];
