/** What callers may be: DIVOC's roles. */
export const roles = [
  'api',
  'facility-admin',
  'facility-staff',
  'facility-print-staff',
  'controller',
  'system-admin',
  'recipient',
] as const;
export type Role = (typeof roles)[number];

export const isRole = (name: unknown): name is Role => (roles as readonly unknown[]).includes(name);

/** Who calls. */
export interface Caller {
  /** `key:<api key id>`, `oidc:<subject>` or `public`; goes into the audit trail. */
  readonly id: string;
  readonly roles: ReadonlySet<Role>;
}
