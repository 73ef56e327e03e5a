/** What can go wrong with encrypted personal data. */
export type PersonalDataFault =
  | 'KEY_RING_INVALID'
  | 'KEY_RING_NOT_FOUND'
  | 'PERSONAL_DATA_KEY_MISSING'
  | 'PERSONAL_DATA_TAMPERED';

/** An encrypted text or its key that cannot be used; what to do is in the message. */
export class PersonalDataError extends Error {
  override readonly name = 'PersonalDataError';
  readonly code: PersonalDataFault;

  constructor(code: PersonalDataFault, message: string) {
    super(message);
    this.code = code;
  }
}
