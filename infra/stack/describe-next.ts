import { workflowTypeOf } from '../../machines/engine/index.ts';
import { certificationContract, nonconformityContract } from '../../machines/index.ts';
import { connectTemporal, ensureTemplateRun } from '../temporal/index.ts';
import { nextSteps } from './next-steps.ts';
import type { Stack } from './start-stack.ts';

const workflowType = workflowTypeOf(certificationContract);
const journeyInput = certificationContract.example;

/** The contract's example, given by one who may and dated today, since no day to come is accepted. */
const closeNonconformity = (): object => {
  const { roles, example } = nonconformityContract.commands.closeNonconformity;
  const actor = { id: 'a-17', role: roles[0] };
  return { actor, ...example, on: new Date().toISOString().slice(0, 10) };
};

/**
 * What to open and what to type once a stack runs, as text for a terminal. Sees to it that the start
 * form of the UI shows an example.
 */
export async function describeNext({
  config,
  temporalAddress,
  uiUrl,
  temporalCommand,
}: Stack): Promise<string> {
  const connection = await connectTemporal(temporalAddress);
  try {
    const { namespace, taskQueue } = config;
    const template = { namespace, taskQueue, workflowType, input: journeyInput };
    const templateRunId = await ensureTemplateRun(connection, template);
    const examples = { journeyInput, closeNonconformity: closeNonconformity() };
    return nextSteps({ config, uiUrl, temporalCommand, workflowType, templateRunId, ...examples });
  } finally {
    await connection.close();
  }
}
