import { attribute, logicalId, ref } from './cloudformation.ts';

import { deployedFunctions } from './deployed.ts';
import type { Params } from './params.ts';
import { prefixOf } from './params.ts';
import { alarms } from './parts/alarms.ts';
import { dashboard } from './parts/dashboard.ts';
import { kept, logGroups } from './parts/kept.ts';
import { queues } from './parts/queues.ts';
import { roles } from './parts/roles.ts';
import { rules } from './parts/rules.ts';

/** `resources` of `serverless.yml`. */
export function resources(params: Params): unknown {
  return {
    Description: 'Plumbline watches this account for drift through its own change log.',
    Resources: {
      ...kept(params),
      ...queues(params),
      ...rules(params),
      ...roles(params),
      ...alarms(params),
      ...dashboard(params),
    },
    extensions: logGroups(params, deployedFunctions(params).map(logicalId)),
    Outputs: outputs(params),
  };
}

function outputs(params: Params): unknown {
  const values: Readonly<Record<string, readonly [description: string, value: unknown]>> = {
    TopicArn: ['Subscribe here to be told of findings and of failures of Plumbline.', ref('Topic')],
    BusName: ['Rules on this bus get every transition of a finding as an event.', prefixOf(params)],
    TableName: ['Holds the findings, and stays when everything else is removed.', ref('FindingsTable')],
    RespondFunction: ['Invoke it to approve, undo, exempt, snooze and pause.', `${prefixOf(params)}-respond`],
    SweepsQueueUrl: ['What starts a sweep.', ref('SweepsQueue')],
    ChangesQueueArn: ['What the events of all rules go to.', attribute('ChangesQueue')],
  };
  return {
    ...Object.fromEntries(Object.entries(values).map(([name, [Description, Value]]) => [name, { Description, Value }])),
    // The framework exports its bucket, without our name; two stacks cannot export one thing.
    ServerlessDeploymentBucketName: { Export: { Name: `${prefixOf(params)}-deployment-bucket` } },
  };
}
