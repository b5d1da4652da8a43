/** Every error that this package raises. Each has a stable `code`, for programs; the message is for people. */
export abstract class CredentialError extends Error {
  abstract readonly code: string;
  override get name() {
    return this.constructor.name;
  }
}

/** A credential names a JSON-LD context that is not bundled. */
export class UnknownContextError extends CredentialError {
  readonly code = 'UNKNOWN_CONTEXT';
  readonly url: string;
  constructor(url: string) {
    super('The credential names a JSON-LD context that this software does not carry.');
    this.url = url;
  }
}

/** A scanned text or byte sequence is not a QR payload of any known kind. */
export class UnreadablePayloadError extends CredentialError {
  readonly code = 'UNREADABLE_PAYLOAD';
}

/** A document is JSON, but not a credential that can be verified or signed. */
export class MalformedCredentialError extends CredentialError {
  readonly code = 'MALFORMED_CREDENTIAL';
}

/** A payload does not fit the largest QR code at the lowest error correction that is still allowed. */
export class QrCapacityError extends CredentialError {
  readonly code = 'QR_CAPACITY';
  readonly bytes: number;
  readonly capacity: number;
  constructor(bytes: number, capacity: number) {
    super(`The QR payload has ${bytes} bytes; a QR code holds at most ${capacity}.`);
    this.bytes = bytes;
    this.capacity = capacity;
  }
}

/** A public or private key is not of the kind that its use demands. */
export class UnsuitableKeyError extends CredentialError {
  readonly code = 'UNSUITABLE_KEY';
}

/** A signed list (trust list, revocation list, status filter) is not written as it must be. */
export class MalformedListError extends CredentialError {
  readonly code = 'MALFORMED_LIST';
}

/** A signed list is not signed by a key that counts. */
export class UntrustedListError extends CredentialError {
  readonly code = 'UNTRUSTED_LIST';
}

/**
 * Code that is loaded when it is first needed could not be: a browser without a network. It says nothing of what was to be
 * verified; `cause` is the loader's error.
 */
export class CodeNotLoadedError extends CredentialError {
  readonly code = 'CODE_NOT_LOADED';
}
