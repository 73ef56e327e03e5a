import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { say } from '../../../machines/text/index.ts';
import { JourneyError, rowOf, type Row } from '../../journeys/index.ts';

/**
 * What Temporal tells of one workflow at this moment, without a worker.
 * @throws JourneyError `unknown` when there is no such workflow, or it has not begun
 */
export async function rowNow(client: Client, id: string): Promise<Row> {
  try {
    const row = rowOf(await client.workflow.getHandle(id).describe());
    if (row) return row;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new JourneyError(
      'unknown',
      say('cli.noWorkflow', 'Temporal knows no workflow {id}; "certway list" names them.', { id }),
    );
  }
  throw new JourneyError(
    'unknown',
    say('cli.notBegun', '{id} has not begun, or is no workflow of certway.', { id }),
  );
}
