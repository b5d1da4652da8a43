import { diseaseNames, listedDiseases } from '@mohar/credential/codes/diseases.ts';
import { type NameWord, namesIn, namesOf, nameWords } from './names-in-text.ts';

/**
 * Whether the rest of a vaccine's name, beside its maker, tells of another vaccine than those against a disease that the
 * maker is known for: it names another disease, another vaccine of such makers, or a company that has theirs under a name
 * of its own. A word that is not known tells nothing.
 *
 * @param disease that the vaccines are against.
 * @param diseases of the catalogue, all of them.
 */
export function otherVaccines(
  disease: string,
  diseases: readonly string[],
): (words: readonly NameWord[]) => boolean {
  const own = diseaseNames(disease);
  const ownWords = new Set(own.flatMap(nameWords).map(({ text }) => text));
  const otherDiseases = [...listedDiseases, ...diseases]
    .flatMap(diseaseNames)
    .filter((name) => !own.includes(name));
  const others = namesOf([...otherDiseases, ...names], (name) => [name]);
  return (words) => {
    const telling = words
      .map(({ text, isGlued }) => ({ text: withoutAccents(text), isGlued }))
      .filter(({ text }) => !ownWords.has(text));
    return namesIn(telling, others).length > 0 || telling.some(({ text }) => tellsOther.test(text));
  };
}

const withoutAccents = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '');

const listed = (lines: readonly string[]): string[] => lines.flatMap((line) => line.split(' '));

/** Words, or several as one (`febre amarela`): without accents. */
const names = listed([
  // Short names of diseases and vaccines.
  'bcg cmv dtp dtap dtpa dtwp dtpw ebv ev71 fsme hav hbv hepa hepb hib hiv hpv htnv je mcv menb menc menacwy',
  'menafrivac mmr mmrv mpsv opv ipv pcv ppsv ppv rsv rv rv1 rv5 tbe tcv td tdap tt vzv vrs vzv',
  'flu rage raiva rabia tollwut masern mumps tick gelbfieber yellowfever fiebreamarilla febreamarela fievrejaune',
  // What others are like, but none of these.
  'nasal intranasal oral serum soro antivenom placebo',
  // Pfizer.
  'apexxnar nimenrix trumenba penbraya abrysvo mencevax meningitec neisvac paxlovid pf06425090 vla15 bnt161 bnt163',
  // AstraZeneca, MedImmune.
  'fluenz beyfortus nirsevimab synagis palivizumab evusheld kavigale sipavibart azd3152 azd7442',
  // Johnson & Johnson, Crucell.
  'zabdeno mvabea ad26zebov mvabnfilo ad26rsvpref quinvaxem epaxal inflexal hepavax vivotif dukoral exp9v expec',
  // Moderna.
  'mresvia mnexspike mcombriax mrna1010 mrna1011 mrna1012 mrna1018 mrna1083 mrna1189 mrna1195 mrna1283 mrna1345 mrna1403',
  'mrna1405 mrna1468 mrna1647 mrna1653 mrna1893 mrna4157',
  // Sinovac, Butantan.
  'anflu panflu healive bilive inlive sinovacev71 butanvac butantandv sarampo caxumba triplice tetraviral',
  // Sinopharm.
  'nvsi hayat julphar g42',
  // Novavax.
  'nanoflu tnif cic resvax r21',
  // Companies that have a maker's vaccine under a name of their own, or make another one with it.
  'sii siipl serum seruminstitute india pune rpharm sanofi gsk glaxosmithkline merck msd valneva curevac',
]);

/** Words that begin as the names of other diseases and their vaccines do in several languages, and how others are made. */
const tellsOther = new RegExp(
  `^(?:${listed([
    'antirab antirrab antigrip antitet anthrax botulin chickenpox chikung choler coleri colera conjug coqueluch cytomegal dengue difter diphth',
    'diphter ebola enceph encef enterovir fluad fluar fluce flulav flumis fluqua fluvir fluzon gripe gripp haemophil',
    'hemophil hantavir hepat herpes hexa hookworm influenz leptospir lyme malaria measl mening monkeypox mpox mump',
    'norovir oreillon paludis papil parotid penta pertus pneumo polio prevenar prevnar rabia rabic rabies rabiq respirator rotat rotar',
    'rotavir rougeol rubel rubeol sarampi shingles smallpox streptoc staphyloc syncyt synzy tetan ticovac tickborne tosferin',
    'toxoid anatox tubercul typh tifo tifoid varicel variol varizel windpock zebov zika zoster',
  ]).join('|')}|h\\dn$|(?!bi|mono)\\w*valent)`,
);
