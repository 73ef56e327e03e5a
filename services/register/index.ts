export { answerRegister } from './answer.ts';
export type { Database } from './database.ts';
export { openEmbedded } from './embedded.ts';
export { openPostgres } from './postgres.ts';
export { createRegisterConsumer } from './register-consumer.ts';
export { openStore, type RegisterStore } from './store.ts';
