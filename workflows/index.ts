import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { workflowTypeOf } from '../machines/engine/index.ts';
import {
  appeal,
  audit,
  certification,
  complaint,
  decision,
  nonconformity,
} from '../machines/index.ts';
import { say } from '../machines/text/index.ts';
import { runMachine, type StartOptions } from './engine/index.ts';

/** A client's way to the certificate and through its cycles; people start it. */
export async function certificationJourney(
  input: unknown,
  options?: StartOptions,
): Promise<unknown> {
  return runMachine({ machine: certification, root: true }, input, options);
}

/** One audit of any kind, started by its journey. */
async function auditWorkflow(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine: audit, root: false }, input, options);
}

/** A nonconformity with its corrective action plan, started by its journey. */
async function nonconformityWorkflow(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine: nonconformity, root: false }, input, options);
}

/** Technical review and panel, started by the journey. */
export async function certificationDecision(
  input: unknown,
  options?: StartOptions,
): Promise<unknown> {
  return runMachine({ machine: decision, root: false }, input, options);
}

/** An appeal against a decision, started by the journey; it outlives the engagement. */
async function appealWorkflow(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine: appeal, root: false }, input, options);
}

/** A complaint about certification body or client, started by the journey; it outlives the engagement. */
async function complaintWorkflow(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine: complaint, root: false }, input, options);
}

/** Answers a mistyped workflow type. @throws ApplicationFailure `WORKFLOW_TYPE_UNKNOWN`, always */
export default function unknownWorkflowType(): Promise<never> {
  const children = [audit, nonconformity, decision, appeal, complaint]
    .map(({ contract }) => workflowTypeOf(contract))
    .join(', ');
  return Promise.reject(
    ApplicationFailure.nonRetryable(
      say(
        'start.unknownType',
        'there is no workflow type {type}; start a {journey}, which starts {children} by itself',
        {
          type: workflowInfo().workflowType,
          journey: workflowTypeOf(certification.contract),
          children,
        },
      ),
      'WORKFLOW_TYPE_UNKNOWN',
    ),
  );
}

export {
  appealWorkflow as appeal,
  auditWorkflow as audit,
  complaintWorkflow as complaint,
  nonconformityWorkflow as nonconformity,
};
