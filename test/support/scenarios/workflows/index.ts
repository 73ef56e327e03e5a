// The machines of the scenarios as workflows: the type is the machine's id.
import { workflowInfo } from '@temporalio/workflow';
import { runMachine, type StartOptions } from '../../../../workflows/engine/index.ts';
import { machinesById } from '../index.ts';

const machines = machinesById();

export default async function scenarioWorkflow(
  input: unknown,
  options: StartOptions = {},
): Promise<unknown> {
  const { workflowType, parent } = workflowInfo();
  const machine = machines.get(workflowType);
  if (!machine) throw new Error(`no machine ${workflowType}`);
  return runMachine({ machine, root: parent === undefined }, input, options);
}
