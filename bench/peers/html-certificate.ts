import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { qrMatrix } from '@mohar/credential/qr/matrix.ts';
import { qrPng } from '@mohar/credential/qr/png.ts';

/** The sample certificate as DIVOC prints it: one page of HTML with the members of the event and a QR picture. */
export function htmlCertificate(credential: string): string {
  const file = join(import.meta.dirname, '..', '..', 'examples', 'vaccination.json');
  const { recipient, vaccination, vaccinator, facility } = JSON.parse(readFileSync(file, 'utf8'));
  const picture = Buffer.from(qrPng(qrMatrix(packDivocPayload(credential)), 2)).toString('base64');
  const lines = {
    'Name · नाम': recipient.name,
    'Date of birth · जन्म तिथि': recipient.dob,
    'Gender · लिंग': recipient.gender,
    'Identity · पहचान': recipient.identity,
    'Vaccine · टीका': `${vaccination.name}, ${vaccination.manufacturer}`,
    'Batch · बैच': vaccination.batch,
    'Dose · खुराक': `${vaccination.dose} / ${vaccination.totalDoses}`,
    'Date · तिथि': vaccination.date,
    'Vaccinated by · टीकाकर्ता': vaccinator.name,
    'Facility · केंद्र': `${facility.name}, ${facility.address.district}, ${facility.address.state}`,
  };
  const rows = Object.entries(lines).map(([name, value]) => `<tr><th>${name}<td>${value}`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Certificate</title>
<style>body { font: 11pt sans-serif } th { text-align: left; padding-right: 2em } img { width: 60mm }</style>
<h1>Certificate of vaccination · टीकाकरण प्रमाणपत्र</h1>
<table>${rows.join('')}</table><img alt="" src="data:image/png;base64,${picture}">`;
}
