// The machines of the scenarios as workflows: the type is the machine's id.
import { workflowInfo, type WorkflowOutboundCallsInterceptor } from '@temporalio/workflow';
import { getActivator } from '@temporalio/workflow/lib/global-attributes.js';
import { runMachine, type StartOptions } from '../../../../workflows/engine/index.ts';
import { machinesById } from '../index.ts';

const machines = machinesById();

/** Lets every append go on as a regular activity: without a cache the SDK loses local ones beside other work. */
const withoutLocalActivities: WorkflowOutboundCallsInterceptor = {
  scheduleLocalActivity: () => Promise.reject(new Error('no local activities in this test')),
};

export default async function scenarioWorkflow(
  input: unknown,
  options: StartOptions = {},
): Promise<unknown> {
  const { workflowType, workflowId, parent } = workflowInfo();
  // Played by a worker that keeps no workflow in memory.
  if (workflowId.startsWith('evicted-')) {
    getActivator().interceptors.outbound.push(withoutLocalActivities);
  }
  const machine = machines.get(workflowType);
  if (!machine) throw new Error(`no machine ${workflowType}`);
  return runMachine({ machine, root: parent === undefined }, input, options);
}
