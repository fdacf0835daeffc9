import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { ssmParameter } from '../../../shared/resources/ssm-parameter/kind.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';

const ID = '/shop/db/password';
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const arn = `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/shop/db/password`;
const byName = {
  detector: 'named-secret',
  phrase: 'a value under a name that says password',
  because: 'name',
};
const put = (type: string | undefined, value = HIDDEN) => ({
  request: { name: ID, value, ...(type ? { type } : {}), overwrite: true },
});

test.each([
  ['ssm:PutParameter', put('SecureString'), { type: 'SecureString' }],
  ['ssm:PutParameter', put('String'), { type: 'String', detection: byName }],
  ['ssm:PutParameter', put('StringList'), { type: 'StringList', detection: byName }],
  [
    'ssm:PutParameter',
    put('String', 'arn:aws:secretsmanager:eu-west-1:1:secret:x'),
    { type: 'String', detection: null },
  ],
  ['ssm:PutParameter', put(undefined), {}],
  ['ssm:DeleteParameter', { request: { name: arn } }, GONE],
  ['ssm:DeleteParameters', { request: { names: [ID] } }, GONE],
  ['ssm:DeleteParameters', { request: { names: ['x', ID] }, response: { deletedParameters: [ID] } }, GONE],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(ssmParameter, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(ssmParameter, undefined, event, ID)).toEqual(state);
});

test('a parameter that is overwritten keeps its type', async () => {
  const event = decodeEvent(trailRecord('ssm:PutParameter', put(undefined)));
  expect(await evolve(ssmParameter, { type: 'SecureString' }, event, ID)).toEqual({ type: 'SecureString' });
  expect(await evolve(ssmParameter, { type: 'String', detection: null }, event, ID)).toEqual({
    type: 'String',
    detection: byName,
  });
});

test('a name that may stand for a secret that is kept elsewhere says nothing', async () => {
  const request = { name: '/shop/db-secret', type: 'String', value: HIDDEN };
  const event = decodeEvent(trailRecord('ssm:PutParameter', { request }));
  expect(await evolve(ssmParameter, undefined, event, '/shop/db-secret')).toEqual({ type: 'String' });
});

test('the ARN and the tags of a parameter have its name', () => {
  const ref = { kind: 'ssm-parameter', account: ACCOUNT, region: 'eu-west-1', id: ID };
  expect(ssmParameter.arn?.(ref)).toBe(arn);
  const tag = (resourceType: string) =>
    refsOf(
      ssmParameter,
      decodeEvent(trailRecord('ssm:AddTagsToResource', { request: { resourceType, resourceId: ID } })),
    );
  expect(tag('Parameter')).toMatchObject([{ id: ID }]);
  expect(tag('Document')).toEqual([]);
});

test('an event that names no parameter is unreadable', () => {
  const event = decodeEvent(trailRecord('ssm:DeleteParameters', { request: {} }));
  expect(() => refsOf(ssmParameter, event)).toThrow('names no parameter');
});
