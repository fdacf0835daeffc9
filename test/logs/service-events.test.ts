import { expect, test } from 'vitest';
import { decodeEvent } from '../../shared/core/event.ts';
import { refsOf } from '../../shared/core/kind.ts';
import { columns } from '../../shared/logs/wrappings/columns.ts';
import { elastic } from '../../shared/logs/wrappings/elastic.ts';
import { ocsf } from '../../shared/logs/wrappings/ocsf.ts';
import { restore } from '../../shared/logs/wrappings/restore.ts';
import { secret } from '../../shared/resources/secret/kind.ts';

const data = JSON.stringify({ SecretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-a1b2c3' });
const at = '2026-03-02T09:00:00Z';

test.each([
  [
    columns,
    {
      eventtime: at,
      eventsource: 'secretsmanager.amazonaws.com',
      eventname: 'RotationFailed',
      eventtype: 'AwsServiceEvent',
      awsregion: 'eu-west-1',
      requestparameters: '',
      additionaleventdata: data,
      eventid: 'e-1',
      recipientaccountid: '111122223333',
    },
  ],
  [
    elastic,
    {
      '@timestamp': at,
      aws: {
        cloudtrail: {
          event_type: 'AwsServiceEvent',
          recipient_account_id: '111122223333',
          flattened: { additional_eventdata: JSON.parse(data) as unknown },
        },
      },
      cloud: { region: 'eu-west-1' },
      event: { action: 'RotationFailed', provider: 'secretsmanager.amazonaws.com', id: 'e-1' },
    },
  ],
  [
    ocsf,
    {
      api: { operation: 'RotationFailed', service: { name: 'secretsmanager.amazonaws.com' } },
      cloud: { region: 'eu-west-1', account: { uid: '111122223333' } },
      metadata: { uid: 'e-1', event_code: 'AwsServiceEvent', version: '1.1.0' },
      time: Date.parse(at),
      unmapped: { additionalEventData: data },
    },
  ],
])('a service event names its resource also in $name', (wrapping, value) => {
  const { record, lacks } = restore(value, wrapping);
  expect(lacks).toBeUndefined();
  expect(refsOf(secret, decodeEvent(record))).toMatchObject([{ id: 'orders-a1b2c3' }]);
});
