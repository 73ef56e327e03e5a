/** What can keep the servers or the worker from starting. */
export type StartErrorCode =
  | 'CONFIGURATION_INVALID'
  | 'SERVER_NOT_FOUND'
  | 'SERVER_TOO_OLD'
  | 'SERVER_NOT_REACHABLE'
  | 'PROGRAM_FAILED'
  | 'PORT_IN_USE'
  | 'DATA_FOLDER_IN_USE'
  | 'DATA_FOLDER_NEWER'
  | 'NAMESPACE_DIFFERS'
  | 'SEARCH_ATTRIBUTE_DIFFERS'
  | 'STREAM_DIFFERS';

/**
 * A fault found while starting. Its message is for the person who starts: what is wrong and what to
 * do, one line per fault.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
