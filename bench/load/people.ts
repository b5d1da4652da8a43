/** Made-up vaccinations, no two alike, as one state's source system would send them in a day. */

const firstNames =
  'Asha Ravi Meena Sunil Fatima Imran Lakshmi Arjun Kavita Deepak Nisha Rahul Sunita Vijay Anjali Manoj Priya Sanjay Rekha Ajay Geeta Harish Shalini Mohan Usha Kiran Naveen Pooja Rajesh Savita'.split(
    ' ',
  );
const lastNames =
  'Sharma Verma Iyer Nair Reddy Patel Singh Khan Das Bose Gupta Rao Menon Pillai Joshi Kulkarni Naidu Ghosh Mehta Chauhan Yadav Mishra Tiwari Saxena Bhat Hegde Shetty Kaur Gill Fernandes'.split(
    ' ',
  );
const places = [
  ['Bengaluru Urban', 'Karnataka', '5600'],
  ['Mysuru', 'Karnataka', '5700'],
  ['Pune', 'Maharashtra', '4110'],
  ['Nagpur', 'Maharashtra', '4400'],
  ['Chennai', 'Tamil Nadu', '6000'],
  ['Madurai', 'Tamil Nadu', '6250'],
  ['Lucknow', 'Uttar Pradesh', '2260'],
  ['Kanpur Nagar', 'Uttar Pradesh', '2080'],
  ['Jaipur', 'Rajasthan', '3020'],
  ['Kolkata', 'West Bengal', '7000'],
] as const;
const streets = [
  'Lake View Road',
  'Station Road',
  'Gandhi Marg',
  'Temple Street',
  'Market Lane',
  'Park Avenue',
];
const vaccines = [
  ['COVISHIELD', 'Serum Institute of India', '4121Z'],
  ['COVAXIN', 'Bharat Biotech', '37G21'],
  ['Sputnik V', 'Dr Reddys Laboratories', 'II-63'],
] as const;

const pick = <Value>(values: readonly Value[], n: number) => values[n % values.length] as Value;
const digits = (n: number, length: number) => String(n).padStart(length, '0');

/** A person's id in the source system, from a serial number; scattered, as real ones are. */
export const beneficiaryOf = (serial: number): string =>
  `3${digits(Number((BigInt(serial) * 7_919_000_773n) % 10_000_000_000_000n), 13)}`;

/** The vaccination of a serial number, as DIVOC's v1 certify call takes it. */
export function vaccinationOf(serial: number) {
  // A cheap mixture, so that neighbours differ in everything.
  const mix = Math.imul(serial + 1, 2_654_435_761) >>> 0;
  const [district, state, pin] = pick(places, mix >>> 3);
  const [name, manufacturer, batch] = pick(vaccines, mix >>> 7);
  const day = (offset: number) =>
    new Date(Date.UTC(2021, 2, 1 + ((mix >>> 5) % 200) + offset)).toISOString().slice(0, 10);
  return {
    preEnrollmentCode: beneficiaryOf(serial),
    recipient: {
      name: `${pick(firstNames, mix)} ${pick(lastNames, mix >>> 9)}`,
      dob: `${1930 + ((mix >>> 4) % 75)}-${digits(1 + ((mix >>> 11) % 12), 2)}-${digits(1 + ((mix >>> 15) % 28), 2)}`,
      gender: mix & 64 ? 'Female' : 'Male',
      nationality: 'Indian',
      identity: `did:in.gov.uidai.aadhaar:${digits(mix, 12)}`,
      contact: [`tel:9${digits(mix % 1_000_000_000, 9)}`],
      address: {
        addressLine1: `${1 + ((mix >>> 6) % 400)}, ${pick(streets, mix >>> 13)}`,
        addressLine2: '',
        district,
        state,
        pincode: `${pin}${digits((mix >>> 8) % 100, 2)}`,
      },
    },
    vaccination: {
      name,
      batch: `${batch}${digits((mix >>> 10) % 1_000, 3)}`,
      manufacturer,
      date: `${day(0)}T${digits(4 + (mix % 8), 2)}:${digits((mix >>> 12) % 60, 2)}:00.000Z`,
      effectiveStart: day(0),
      effectiveUntil: day(365),
      dose: 1 + (mix & 1),
      totalDoses: 2,
    },
    vaccinator: { name: `${pick(firstNames, mix >>> 17)} ${pick(lastNames, mix >>> 21)}` },
    facility: {
      name: `Primary Health Centre, ${district} ${1 + ((mix >>> 14) % 90)}`,
      address: { addressLine1: pick(streets, mix >>> 18), district, state, pincode: `${pin}01` },
    },
  };
}
