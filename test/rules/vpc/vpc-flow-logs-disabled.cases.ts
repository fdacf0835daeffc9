import rule from '../../../shared/rules/vpc/vpc-flow-logs-disabled.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const bucket = 'arn:aws:s3:::example-flow-logs';
const settings = { traffic: 'ALL', destinationType: 's3', destination: bucket };
const log = { id: 'fl-0aaa0000', settings };
const failing = { ...log, failure: 'Access error' };
const recording = (traffic: string) => ({ id: `fl-${traffic}`, settings: { ...settings, traffic } });
const elsewhere = { id: 'fl-0ccc0000', settings: { ...settings, destination: 'arn:aws:s3:::other-flow-logs' } };
const strange = {
  id: 'fl-0ddd0000',
  settings: {
    ...settings,
    destinationType: 'cloud-watch-logs',
    destination: 'arn:aws:logs:eu-west-1:999988887777:log-group:x',
  },
};
const none = { items: [], complete: true };
const some = { items: [], complete: false };

const element = (content: string, index: number) => ({ tag: index + 1, content });
/** One value is an object, several are a list. */
const xml = (ids: readonly string[]) => (ids.length === 1 ? element(ids[0] ?? '', 0) : ids.map(element));

function create(
  at: string,
  resources: readonly string[],
  ids: readonly string[],
  parts: { type?: string; unsuccessful?: unknown; traffic?: string } = {},
) {
  return trailRecord('ec2:CreateFlowLogs', {
    at,
    request: {
      CreateFlowLogsRequest: {
        ResourceId: xml(resources),
        ResourceType: parts.type ?? 'VPC',
        TrafficType: parts.traffic ?? 'ALL',
        LogDestinationType: 's3',
        LogDestination: bucket,
      },
    },
    response: {
      CreateFlowLogsResponse: {
        unsuccessful: parts.unsuccessful ?? '',
        flowLogIdSet: { item: ids.length === 1 ? ids[0] : ids },
      },
    },
  });
}

function remove(at: string, ids: readonly string[], unsuccessful: unknown = '') {
  return trailRecord('ec2:DeleteFlowLogs', {
    at,
    request: { DeleteFlowLogsRequest: { FlowLogId: xml(ids) } },
    response: { DeleteFlowLogsResponse: { requestId: 'example', unsuccessful } },
  });
}

const refused = (resourceId: string) => ({
  item: {
    resourceId,
    error: { code: 'Client.InvalidFlowLogId.NotFound', message: 'The specified flow log does not exist.' },
  },
});

export default casesOf(rule, {
  compliant: [
    {
      name: 'a VPC with a flow log',
      state: { flowLogs: { items: [log], complete: false }, deletedFlowLogs: [{ id: 'fl-0bbb0000' }] },
    },
    {
      name: 'rejected traffic is recorded',
      state: { flowLogs: { items: [recording('REJECT')], complete: true }, deletedFlowLogs: [] },
    },
    {
      name: 'two flow logs that together record all traffic',
      state: { flowLogs: { items: [recording('ACCEPT'), recording('REJECT')], complete: true }, deletedFlowLogs: [] },
      options: { traffic: 'ALL' },
    },
    {
      name: 'one of two flow logs fails',
      state: { flowLogs: { items: [failing, { ...log, id: 'fl-0bbb0000' }], complete: true }, deletedFlowLogs: [] },
    },
    {
      name: 'a flow log whose settings cannot be copied, and whose traffic is known',
      state: { flowLogs: { items: [{ id: 'fl-0aaa0000', traffic: 'ALL' }], complete: true }, deletedFlowLogs: [] },
    },
    { name: 'the flow log of a subnet', id: 'subnet-0aaa0000', state: { flowLogs: some, deletedFlowLogs: [log] } },
    {
      name: 'a VPC that needs none',
      id: 'vpc-0aaa0000',
      state: { flowLogs: some, deletedFlowLogs: [log] },
      options: { unloggedVpcs: ['vpc-0aaa0000'] },
    },
  ],
  drifted: [
    {
      name: 'the delivery of the only flow log fails',
      state: { flowLogs: { items: [failing], complete: true }, deletedFlowLogs: [] },
      baseline: { flowLogs: { items: [log], complete: true }, deletedFlowLogs: [] },
      violations: [
        {
          message: 'undelivered',
          path: 'flowLogs rejected',
          data: { flowLog: 'fl-0aaa0000', failure: 'Access error', traffic: 'rejected' },
        },
        {
          message: 'undelivered',
          path: 'flowLogs accepted',
          data: { flowLog: 'fl-0aaa0000', failure: 'Access error', traffic: 'accepted' },
        },
      ],
      cannot: /not known/,
    },
    {
      name: 'a flow log of accepted traffic delivers, and the one of rejected traffic does not',
      state: {
        flowLogs: { items: [recording('ACCEPT'), { ...recording('REJECT'), failure: 'Access error' }], complete: true },
        deletedFlowLogs: [],
      },
      cannot: /not known/,
      violations: [
        {
          message: 'undelivered',
          path: 'flowLogs rejected',
          data: { flowLog: 'fl-REJECT', failure: 'Access error', traffic: 'rejected' },
        },
      ],
    },
    {
      name: 'accepted traffic only, where all was recorded before',
      state: { flowLogs: { items: [recording('ACCEPT')], complete: true }, deletedFlowLogs: [] },
      baseline: { flowLogs: { items: [log, recording('ACCEPT')], complete: true }, deletedFlowLogs: [] },
      violations: [
        { message: 'lostTraffic', path: 'flowLogs rejected', data: { flowLog: 'fl-0aaa0000', traffic: 'rejected' } },
      ],
      plan: [{ type: 'vpc.create-flow-log', params: log }],
    },
    {
      name: 'rejected traffic only, where all is required',
      state: { flowLogs: { items: [recording('REJECT')], complete: true }, deletedFlowLogs: [] },
      options: { traffic: 'ALL' },
      cannot: /not known/,
      violations: [{ message: 'partial', path: 'flowLogs accepted', data: { traffic: 'accepted' } }],
    },
    {
      name: 'the flow log of rejected traffic deleted, of accepted traffic left',
      state: { flowLogs: { items: [recording('ACCEPT')], complete: false }, deletedFlowLogs: [recording('REJECT')] },
      violations: [
        {
          message: 'lostTraffic',
          path: 'flowLogs rejected',
          data: { flowLog: 'fl-REJECT', traffic: 'rejected' },
        },
      ],
      plan: [{ type: 'vpc.create-flow-log', params: recording('REJECT') }],
    },
    {
      name: 'the last known flow log deleted',
      state: {
        flowLogs: some,
        deletedFlowLogs: [{ id: 'fl-0bbb0000', settings: { ...settings, traffic: 'REJECT' } }, log],
      },
      violations: [{ message: 'lost', path: 'flowLogs', data: { flowLog: 'fl-0aaa0000' } }],
      plan: [
        {
          type: 'vpc.create-flow-log',
          params: { id: 'fl-0bbb0000', settings: { ...settings, traffic: 'REJECT' } },
        },
        { type: 'vpc.create-flow-log', params: log },
      ],
    },
    {
      name: 'a deleted flow log whose creation was not seen',
      state: { flowLogs: some, deletedFlowLogs: [{ id: 'fl-0aaa0000' }] },
      violations: [{ message: 'lost', path: 'flowLogs', data: { flowLog: 'fl-0aaa0000' } }],
      cannot: /not known/,
    },
    {
      name: 'none left, of which one was known before',
      state: { flowLogs: none, deletedFlowLogs: [] },
      baseline: { flowLogs: { items: [{ id: 'fl-0bbb0000' }, log], complete: true }, deletedFlowLogs: [] },
      violations: [{ message: 'none', path: 'flowLogs', data: {} }],
      plan: [{ type: 'vpc.create-flow-log', params: log }],
    },
    {
      name: 'two flow logs, of which none is left',
      state: { flowLogs: none, deletedFlowLogs: [] },
      baseline: { flowLogs: { items: [log, elsewhere], complete: true }, deletedFlowLogs: [] },
      violations: [{ message: 'none', path: 'flowLogs', data: {} }],
      plan: [
        { type: 'vpc.create-flow-log', params: log },
        { type: 'vpc.create-flow-log', params: elsewhere },
      ],
    },
    {
      name: 'the flow log of all traffic is gone, and one of rejected traffic is left',
      state: { flowLogs: { items: [recording('REJECT')], complete: true }, deletedFlowLogs: [] },
      baseline: { flowLogs: { items: [log, recording('REJECT')], complete: true }, deletedFlowLogs: [] },
      violations: [
        { message: 'lostTraffic', path: 'flowLogs accepted', data: { flowLog: 'fl-0aaa0000', traffic: 'accepted' } },
      ],
      plan: [{ type: 'vpc.create-flow-log', params: log }],
    },
    {
      name: 'a flow log replaced by one to another bucket',
      state: { flowLogs: { items: [elsewhere], complete: true }, deletedFlowLogs: [] },
      baseline: { flowLogs: { items: [log], complete: true }, deletedFlowLogs: [] },
      violations: ['rejected', 'accepted'].map((traffic) => ({
        message: 'redirected' as const,
        path: `destination ${traffic} ${bucket}`,
        data: { traffic, after: elsewhere.settings.destination, before: bucket },
      })),
      plan: [{ type: 'vpc.create-flow-log', params: log }],
    },
    {
      name: 'one of two flow logs to different buckets is left',
      state: { flowLogs: { items: [elsewhere], complete: true }, deletedFlowLogs: [] },
      baseline: { flowLogs: { items: [log, elsewhere], complete: true }, deletedFlowLogs: [] },
      violations: ['rejected', 'accepted'].map((traffic) => ({
        message: 'redirected' as const,
        path: `destination ${traffic} ${bucket}`,
        data: { traffic, after: elsewhere.settings.destination, before: bucket },
      })),
      plan: [{ type: 'vpc.create-flow-log', params: log }],
    },
    {
      name: 'none is left, of an own one and one to the log group of a stranger',
      state: { flowLogs: none, deletedFlowLogs: [] },
      baseline: { flowLogs: { items: [log, strange], complete: true }, deletedFlowLogs: [] },
      violations: [{ message: 'none', path: 'flowLogs', data: {} }],
      plan: [{ type: 'vpc.create-flow-log', params: log }],
    },
    {
      name: 'no flow log at all',
      state: { flowLogs: none, deletedFlowLogs: [] },
      violations: [{ message: 'none', path: 'flowLogs', data: {} }],
      cannot: /not known/,
    },
  ],
  unknown: [
    { name: 'no event showed a flow log', state: { flowLogs: some, deletedFlowLogs: [] } },
    {
      name: 'a flow log of accepted traffic was created, and older ones are not known',
      state: { flowLogs: { items: [recording('ACCEPT')], complete: false }, deletedFlowLogs: [] },
    },
    {
      name: 'the traffic of a flow log is not known',
      state: { flowLogs: { items: [{ id: 'fl-0aaa0000' }], complete: true }, deletedFlowLogs: [] },
    },
  ],
  events: [
    {
      name: 'created, deleted by its own id, created again',
      events: [
        create('2026-03-02T09:00:00Z', ['vpc-0aaa0000'], ['fl-0aaa0000']),
        remove('2026-03-02T09:10:00Z', ['fl-0aaa0000']),
        create('2026-03-02T09:20:00Z', ['vpc-0aaa0000'], ['fl-0bbb0000']),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'vpc-0aaa0000',
    },
    {
      name: 'deleted within the second of its creation',
      events: [
        remove('2026-03-02T09:00:00Z', ['fl-0aaa0000']),
        create('2026-03-02T09:00:00Z', ['vpc-0aaa0000'], ['fl-0aaa0000']),
      ],
      transitions: ['opened'],
      resource: 'vpc-0aaa0000',
    },
    {
      name: 'two flow logs, both deleted in one call',
      events: [
        create('2026-03-02T09:00:00Z', ['vpc-0aaa0000'], ['fl-0aaa0000']),
        create('2026-03-02T09:01:00Z', ['vpc-0aaa0000'], ['fl-0bbb0000']),
        remove('2026-03-02T09:10:00Z', ['fl-0aaa0000', 'fl-0bbb0000']),
      ],
      transitions: ['opened'],
      texts: ['Flow log fl-0bbb0000 was deleted, and no other flow log of this VPC is known.'],
    },
    {
      name: 'one of two deleted',
      events: [
        create('2026-03-02T09:00:00Z', ['vpc-0aaa0000'], ['fl-0aaa0000']),
        create('2026-03-02T09:01:00Z', ['vpc-0aaa0000'], ['fl-0bbb0000']),
        remove('2026-03-02T09:10:00Z', ['fl-0aaa0000']),
      ],
      transitions: [],
    },
    {
      name: 'a flow log of all traffic replaced by one of accepted traffic, then by one of rejected traffic',
      events: [
        create('2026-03-02T09:00:00Z', ['vpc-0aaa0000'], ['fl-0aaa0000']),
        remove('2026-03-02T09:10:00Z', ['fl-0aaa0000']),
        create('2026-03-02T09:11:00Z', ['vpc-0aaa0000'], ['fl-0bbb0000'], { traffic: 'ACCEPT' }),
        create('2026-03-02T09:12:00Z', ['vpc-0aaa0000'], ['fl-0ccc0000'], { traffic: 'REJECT' }),
      ],
      transitions: ['opened', 'changed', 'resolved'],
    },
    {
      name: 'a flow log of accepted traffic created before the one of all traffic is deleted',
      events: [
        create('2026-03-02T09:00:00Z', ['vpc-0aaa0000'], ['fl-0aaa0000']),
        create('2026-03-02T09:05:00Z', ['vpc-0aaa0000'], ['fl-0bbb0000'], { traffic: 'ACCEPT' }),
        remove('2026-03-02T09:10:00Z', ['fl-0aaa0000']),
      ],
      transitions: ['opened'],
      texts: ['Flow log fl-0aaa0000 was deleted, and no other known flow log of this VPC records rejected traffic.'],
    },
    {
      name: 'deleted, its creation never seen',
      events: [remove('2026-03-02T09:10:00Z', ['fl-0aaa0000'])],
      transitions: ['opened'],
      resource: 'fl-0aaa0000',
    },
    {
      name: 'an older, flat record',
      events: [
        trailRecord('ec2:DeleteFlowLogs', { request: { flowLogId: ['fl-0aaa0000'] }, response: { unsuccessful: [] } }),
      ],
      transitions: ['opened'],
      resource: 'fl-0aaa0000',
    },
    {
      name: 'made for two VPCs in one call: which is whose is not shown',
      events: [
        create('2026-03-02T09:00:00Z', ['vpc-0aaa0000', 'vpc-0bbb0000'], ['fl-0aaa0000', 'fl-0bbb0000']),
        remove('2026-03-02T09:10:00Z', ['fl-0bbb0000']),
      ],
      transitions: ['opened'],
      resource: 'fl-0bbb0000',
    },
    {
      name: 'made for two VPCs, of which the answer shows one flow log',
      events: [
        create('2026-03-02T09:00:00Z', ['vpc-0aaa0000', 'vpc-0bbb0000'], ['fl-0bbb0000']),
        remove('2026-03-02T09:10:00Z', ['fl-0bbb0000']),
      ],
      transitions: ['opened'],
      resource: 'fl-0bbb0000',
    },
    {
      name: 'made for one of two VPCs, the other refused',
      events: [
        create('2026-03-02T09:00:00Z', ['vpc-0aaa0000', 'vpc-0bbb0000'], ['fl-0bbb0000'], {
          unsuccessful: refused('vpc-0aaa0000'),
        }),
        remove('2026-03-02T09:10:00Z', ['fl-0bbb0000']),
      ],
      transitions: ['opened'],
      resource: 'vpc-0bbb0000',
    },
    {
      name: 'a deletion that was refused for this one',
      events: [
        create('2026-03-02T09:00:00Z', ['vpc-0aaa0000'], ['fl-0aaa0000']),
        remove('2026-03-02T09:10:00Z', ['fl-0aaa0000'], refused('fl-0aaa0000')),
      ],
      transitions: [],
    },
    {
      name: 'the flow log of a subnet',
      events: [
        create('2026-03-02T09:00:00Z', ['subnet-0aaa0000'], ['fl-0aaa0000'], { type: 'Subnet' }),
        remove('2026-03-02T09:10:00Z', ['fl-0aaa0000']),
      ],
      transitions: [],
    },
    {
      name: 'the VPC deleted ends it; a new VPC alone is no drift',
      events: [
        trailRecord('ec2:CreateVpc', {
          at: '2026-03-02T08:00:00Z',
          request: { cidrBlock: '10.0.0.0/16' },
          response: { vpc: { vpcId: 'vpc-0aaa0000' } },
        }),
        create('2026-03-02T09:00:00Z', ['vpc-0aaa0000'], ['fl-0aaa0000']),
        remove('2026-03-02T09:10:00Z', ['fl-0aaa0000']),
        trailRecord('ec2:DeleteVpc', {
          at: '2026-03-02T09:11:00Z',
          request: { vpcId: 'vpc-0aaa0000' },
          response: { _return: true },
        }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('ec2:DeleteFlowLogs', {
          request: { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-0aaa0000' } } },
          errorCode: 'Client.UnauthorizedOperation',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no flow log',
      events: [trailRecord('ec2:DeleteFlowLogs', { request: { DeleteFlowLogsRequest: '' } })],
      transitions: [],
      unreadable: /names no flow log/,
    },
    {
      name: 'a creation that names no resource',
      events: [trailRecord('ec2:CreateFlowLogs', { request: { CreateFlowLogsRequest: { TrafficType: 'ALL' } } })],
      transitions: [],
      unreadable: /names no resource/,
    },
    {
      name: 'a refusal that names nothing',
      events: [remove('2026-03-02T09:10:00Z', ['fl-0aaa0000'], { item: { error: { code: 'Client.Example' } } })],
      transitions: [],
      unreadable: /no id of what was unsuccessful/,
    },
  ],
});
