export { AddressRefusedError, parseUrl } from './address.ts';
export { openWebhookRecords, type WebhookRecords } from './bucket.ts';
export { NotDueError, wordsOf, type Attempt } from './deliver.ts';
export {
  activeSecrets,
  consumerOf,
  disabled,
  disabledText,
  enabled,
  newEndpoint,
  rotated,
  type Endpoint,
} from './endpoint.ts';
export { createPost, type Posted } from './post.ts';
export { PAUSES } from './schedule.ts';
export { signedHeaders } from './sign.ts';
export { createWebhooks, type Webhooks } from './webhooks.ts';
