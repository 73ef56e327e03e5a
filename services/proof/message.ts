/** One message of a stream as it is stored: what a leaf is made of, and what a line of an export holds. */
export interface LogMessage {
  /** Stream sequence; 1 for the first message. */
  readonly seq: number;
  readonly subject: string;
  /** When the server stored it, ISO-8601 UTC. Of no account for any proof: a restored log has other ones. */
  readonly time: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** The body, byte for byte as UTF-8; as base64 where `base64` says so. */
  readonly data: string;
  /** Only where the body is no UTF-8: then it is no event of certway either. */
  readonly base64?: true;
}
