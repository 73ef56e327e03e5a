import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../../infra/config/index.ts';
import { nextSteps } from '../../../../infra/stack/next-steps.ts';

const options = {
  config: { ...readConfig({}), temporalAddress: '127.0.0.1:7233' },
  uiUrl: 'http://127.0.0.1:8233',
  temporalCommand: 'temporal',
  workflowType: 'certificationJourney',
  templateRunId: 'run-1',
  journeyInput: { client: "O'Neill" },
  closeNonconformity: { actor: { id: 'a-17', role: 'auditor' } },
};

describe('next steps', () => {
  it('given the usual addresses, when told, then there is a link to the filled form and four commands', () => {
    expect(nextSteps(options).split('\n')).toEqual([
      'Temporal UI       http://127.0.0.1:8233',
      'Start a journey   http://127.0.0.1:8233/namespaces/default/workflows/start-workflow' +
        '?workflowType=certificationJourney&runId=run-1&taskQueue=certification',
      'Public register   http://127.0.0.1:8280/certificates',
      '',
      'Or, in another terminal:',
      '  1. start a journey',
      '     temporal workflow start --workflow-id globex-27001 --type certificationJourney' +
        ` --task-queue certification --input '{"client":"O'\\''Neill"}'`,
      '  2. watch its events',
      '     npm run certway -- events --follow',
      '  3. close a nonconformity, once one is raised',
      '     temporal workflow signal --workflow-id globex-27001/nc-s2-001' +
        ` --name closeNonconformity --input '{"actor":{"id":"a-17","role":"auditor"}}'`,
      '  4. serve the calendar of due dates and send webhooks',
      '     npm run consumers',
      '',
      'Ctrl-C stops everything; the data stays.',
    ]);
  });

  it('given another server and namespace, when told, then the commands name them', () => {
    const config = { ...options.config, temporalAddress: '127.0.0.1:9000', namespace: 'other' };
    const text = nextSteps({ ...options, config });
    expect(text.match(/--address 127\.0\.0\.1:9000 --namespace other$/gm)).toHaveLength(2);
    expect(text).toContain('/namespaces/other/workflows/start-workflow?');
  });
});
