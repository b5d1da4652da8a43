/**
 * Whether a word of a vaccine's name says nothing of which product it is: figures, and words that stand beside the name of
 * any maker. What is not here tells of a product (`pneumococcal`, `nasal`, `13-valent`), or of a place that makes another.
 *
 * @param word lower case, as `nameWords` gives it.
 */
export const saysNoProduct = (word: string): boolean => /^\p{N}+$/u.test(word) || words.has(word);

const words: ReadonlySet<string> = new Set(
  [
    // What it is.
    'vaccine vaccines vaccin vaccins vaccination vaccinations vaccinated vacuna vacunas vacina vacinas vaccino vaccini',
    'impfstoff impfung vaksin vaksine vaccinum vacc vax vac jab shot inj injection intramuscular im suspension solution',
    'concentrate dispersion multidose vial vials name brand type type product',
    // How it works.
    'mrna rna arnm arn lnp nucleoside modified adeno adenovirus adenoviral ad viral virus vector vectored nonreplicating non',
    'replicating recombinant recombinante recombinado inactivated inactivado inactivada inativada inactive killed whole virion',
    'vero cell cells verocell verocells protein subunit spike adjuvant adjuvanted adsorbed chadox s',
    // Which dose, and for whom.
    'dose doses dosis dosi dosage first second third fourth fifth st nd rd th booster boosters boost additional extra',
    'precaution precautionary primary series course i ii iii iv adult adults adulto child children kids paediatric pediatric',
    'pediatrica pediátrica pediatrico infant infants adolescent adolescents teen teens age ages aged year years yr yrs y month',
    'months mo mos m older over under up plus',
    // How much of it, and in which vial.
    'mcg µg μg ug mg ml cap caps label border purple orange gray grey maroon red blue pink green yellow light dark do not',
    'dilute diluted undiluted ready use tris sucrose phosphate buffer pf',
    // Against which strain: an authorisation covers all.
    'bivalent bivalente monovalent original ancestral omicron ba xbb jn kp lp variant adapted updated formula formulation new',
    // Between other words.
    'and or with by from for to the a an in against anti contra contre gegen de la le el du do da des der die das à et und y e',
    // Legal forms, and what makers add to their names.
    'ab ag bv co company corp corporation eeig gmbh inc incorporated international kg limited llc llp ltd nv plc private pvt',
    'pty l sa sarl se sl spa srl biologics biopharma biopharmaceutical biotech biotechnology laboratories labs life lifesciences',
    'manufacturing manufacturer pharma pharmaceutical pharmaceuticals sciences location made mfg',
    'belgium china eu europe germany netherlands spain sweden switzerland uk us usa',
  ].flatMap((line) => line.split(' ')),
);
