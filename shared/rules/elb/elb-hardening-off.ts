import * as z from 'zod';
import {
  putAccessLogs,
  putDeletionProtection,
  putDesyncMode,
  putDropInvalidHeaders,
} from '../../resources/elb-load-balancer/actions.ts';
import { elbLoadBalancer } from '../../resources/elb-load-balancer/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

const LOGS = { control: 'elb-access-logs-off', partly: 'Classic and Network Load Balancers are not judged.' };
const HARDENING = 'elb-hardening-attributes-off';

const isNoApplication = (_: object, { ref }: { readonly ref: { readonly id: string } }) => !ref.id.startsWith('app/');

export default settingsRule({
  id: 'elb-hardening-off',
  title: 'Load balancers write access logs, resist malformed requests and are not deleted by mistake',
  severity: 'medium',
  kind: elbLoadBalancer,
  controls: [LOGS, HARDENING],
  options: z.strictObject({
    exempt: z.array(z.string()).default([]).describe('Names of load balancers that are not judged, such as for tests.'),
  }),
  fix: 'Switch the access logs and the protections on.',
  isExempt: (_, { ref, options }) => options.exempt.includes(ref.id.split('/')[1] ?? ''),
  settings: {
    accessLogs: {
      wrong: {
        text: 'Access logs of the load balancer are off.',
        resolved: 'Access logs of the load balancer are on now.',
        controls: [LOGS],
      },
      unseen: 'whether access logs are written',
      isRight: ({ enabled }) => enabled,
      isExempt: isNoApplication,
      fix: {
        put: putAccessLogs,
        to: (now, { baseline }) => {
          if (baseline?.accessLogs?.enabled) return baseline.accessLogs;
          return now.bucket ? { ...now, enabled: true } : undefined;
        },
      },
    },
    deletionProtection: {
      wrong: { text: 'Deletion protection is off: one call deletes the load balancer.', controls: [HARDENING] },
      unseen: 'whether deletion protection is on',
      isRight: (on) => on,
      fix: { put: putDeletionProtection, to: () => true },
    },
    dropInvalidHeaders: {
      wrong: {
        text: 'The load balancer passes invalid headers on to its targets.',
        resolved: 'The load balancer no longer passes invalid headers on to its targets.',
        controls: [HARDENING],
      },
      unseen: 'whether invalid headers are dropped',
      isRight: (on) => on,
      isExempt: isNoApplication,
      fix: { put: putDropInvalidHeaders, to: () => true, approve: true },
    },
    desyncMode: {
      wrong: {
        text: 'The desync mitigation mode is {{value}}: requests that can be smuggled reach the targets.',
        controls: [HARDENING],
      },
      unseen: 'the desync mitigation mode',
      isRight: (mode) => mode === 'defensive' || mode === 'strictest',
      isExempt: isNoApplication,
      shown: (mode) => mode,
      fix: {
        put: putDesyncMode,
        to: (_, { baseline }) => (baseline?.desyncMode === 'strictest' ? 'strictest' : 'defensive'),
      },
    },
  },
});
