export type CheckName = 'format' | 'issuer' | 'signature' | 'binding' | 'content' | 'dates' | 'status';

/** `warning`: holds, with a reservation that the answer names. `skipped`: could not be asked. */
export type CheckOutcome = 'passed' | 'failed' | 'warning' | 'skipped';

/** Every answer that a check can give, and how it weighs. The name of the check stands before the dot. */
export const checkOutcomes = {
  'format.read': 'passed',
  'format.not-a-certificate': 'failed',
  'format.unknown-proof': 'failed',
  'format.not-built-like-one': 'failed',
  'format.unknown-context': 'failed',
  'format.broken-layer': 'failed',
  'issuer.trusted': 'passed',
  'issuer.untrusted': 'failed',
  'issuer.known-not-trusted': 'failed',
  'issuer.other-kind-of-key': 'failed',
  'issuer.key-not-in-force': 'failed',
  'issuer.key-compromised': 'failed',
  'issuer.other-use-of-key': 'failed',
  'issuer.other-country': 'failed',
  'signature.holds': 'passed',
  'signature.left-out': 'warning',
  'signature.damaged': 'failed',
  'signature.changed': 'failed',
  'signature.uncovered-parts': 'failed',
  'content.no-holder': 'failed',
  'content.no-event': 'failed',
  'content.other-form': 'failed',
  'content.ends-before-start': 'failed',
  'content.other-schema': 'failed',
  'content.unknown-codes': 'warning',
  'content.incomplete': 'warning',
  'binding.intact': 'passed',
  'binding.open': 'warning',
  'binding.broken': 'failed',
  'dates.in-force': 'passed',
  'dates.no-end': 'passed',
  'dates.not-yet': 'failed',
  'dates.expired': 'failed',
  'dates.unreadable': 'failed',
  'status.in-force': 'passed',
  'status.stale': 'warning',
  'status.not-checked': 'skipped',
  'status.revoked': 'failed',
  'status.superseded': 'failed',
} as const satisfies Record<`${CheckName}.${string}`, CheckOutcome>;

export type CheckCode = keyof typeof checkOutcomes;
