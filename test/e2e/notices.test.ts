import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byRoot, denied } from '../support/activity.ts';
import type { TrailRecord } from '../support/events.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { PLACE } from './place.ts';
import { startStandinCloud } from './standin-cloud.ts';

const LONG = 300_000;

/** The same record in the account of the deployment. */
function here(record: TrailRecord): TrailRecord {
  const text = JSON.stringify(record).replaceAll('111122223333', PLACE.account);
  return { ...(JSON.parse(text) as TrailRecord), awsRegion: PLACE.region };
}

describe('deployed, what happens is reported', () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = (await startDeployment({ remediation: 'off' }, { cloud: startStandinCloud })) as Deployment;
  }, LONG);
  afterAll(() => deployment.stop());

  /** The names of the notices that arrived on a channel, once for each message. */
  async function arrived(channel: 'sns' | 'bus', type: string): Promise<readonly string[]> {
    const all = await deployment.inbox.all();
    return all.flatMap(({ channel: on, text }) => {
      const name = /"name\\*":\\*"([a-z-]+)/.exec(text)?.[1];
      return on === channel && name && new RegExp(`"type\\\\*":\\\\*"${type}`).test(text) ? [name] : [];
    });
  }

  test(
    'a call by root and a flood of denied calls are one message each, until somebody acknowledges them',
    async () => {
      const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
      const flood = Array.from({ length: 60 }, (_, index) => here(denied({ at: now, id: `flood-${index}` })));
      await deployment.put(here(byRoot({ event: 'sts:GetCallerIdentity', at: now })), ...flood);
      await deployment.settle();
      for (const channel of ['sns', 'bus'] as const)
        expect([...(await arrived(channel, 'reported'))].sort()).toEqual(['denied-calls', 'root-used']);

      const { notices = [] } = await deployment.ask({ do: 'list' });
      expect(notices.map(({ name, count }) => `${name} ${count}`).sort()).toEqual(['denied-calls 60', 'root-used 1']);
      for (const { id } of notices)
        expect(await deployment.ask({ do: 'acknowledge', notice: id, by: 'lee' })).toMatchObject({ ok: true });
      await deployment.settle();
      expect([...(await arrived('bus', 'acknowledged'))].sort()).toEqual(['denied-calls', 'root-used']);
      expect(await arrived('sns', 'acknowledged')).toEqual([]);
      expect((await deployment.ask({ do: 'status' })).status?.notices).toEqual({ open: 0, acknowledged: 2 });
    },
    LONG,
  );
});
