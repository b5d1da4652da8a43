export type Sex = 'male' | 'female' | 'other' | 'unknown';

const names: Readonly<Record<string, Sex>> = {
  male: 'male',
  m: 'male',
  female: 'female',
  f: 'female',
  unknown: 'unknown',
};

/** A sex by what source systems call it; undefined where none was given. */
export function sexNamed(gender: string | undefined): Sex | undefined {
  if (!gender) return undefined;
  const name = gender.toLowerCase();
  return (Object.hasOwn(names, name) ? names[name] : undefined) ?? 'other';
}
