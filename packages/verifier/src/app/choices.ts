/** What a person chose, and all that is stored of them. */
const names = { language: 'mohar.language', camera: 'mohar.camera' } as const;

/** Undefined where nothing was chosen, or the browser denies storage (some frames in other sites). */
export function readChoice(choice: keyof typeof names): string | undefined {
  try {
    return localStorage.getItem(names[choice]) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembered where the browser lets it. */
export function storeChoice(choice: keyof typeof names, value: string): void {
  try {
    localStorage.setItem(names[choice], value);
  } catch {
    // Then it is asked again.
  }
}
