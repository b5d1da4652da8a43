/** What names a key among its issuer's: the fragment of the verification method (DID Core 1.0, section 3.2.1). */
export function keyIdOf(verificationMethod: string): string | undefined {
  const at = verificationMethod.indexOf('#');
  return at >= 0 && at < verificationMethod.length - 1 ? verificationMethod.slice(at + 1) : undefined;
}
