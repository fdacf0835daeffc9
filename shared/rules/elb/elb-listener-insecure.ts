import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { putDefaultAction, putSslPolicy } from '../../resources/elb-listener/actions.ts';
import type { DefaultAction } from '../../resources/elb-listener/default-action.ts';
import { type ElbListener, elbListener } from '../../resources/elb-listener/kind.ts';
import { leastTlsOf } from '../common/ssl-policy.ts';

const PLAINTEXT = {
  control: 'elb-listener-plaintext',
  partly: 'Rules of a listener besides its default action, and listeners of Classic Load Balancers, are not judged.',
};
const WEAK_TLS = {
  control: 'elb-weak-tls-policy',
  partly: 'Security policies of Classic Load Balancers are not judged.',
};
const POLICIES = { '1.2': 'ELBSecurityPolicy-TLS13-1-2-2021-06', '1.3': 'ELBSecurityPolicy-TLS13-1-3-2021-06' };

export default defineRule({
  id: 'elb-listener-insecure',
  title: 'Load balancers take requests only with TLS of today',
  severity: 'high',
  kind: elbListener,
  watches: ['protocol', 'sslPolicy', 'defaultAction'],
  reads: ['port'],
  controls: [PLAINTEXT, WEAK_TLS],
  options: z.strictObject({
    plaintext: z
      .array(z.string())
      .default([])
      .describe('Names of load balancers that take HTTP on purpose, such as those behind another end of TLS.'),
    tlsPorts: z
      .array(z.int().min(1).max(65_535))
      .default([])
      .describe(
        'Ports on which a Network Load Balancer has to end TLS. Listeners for TCP on other ports are not judged.',
      ),
    leastTls: z.enum(['1.2', '1.3']).default('1.2').describe('The lowest version of TLS that a listener may accept.'),
  }),
  messages: {
    plaintext: {
      text: 'The listener takes HTTP and does not redirect it to HTTPS: anyone on the way can read and change it.',
      controls: [PLAINTEXT],
    },
    passed: {
      text: 'The listener passes TCP on port {{port}} on and does not end TLS.',
      controls: [PLAINTEXT],
    },
    weak: {
      text: 'The security policy {{policy}} of the listener accepts TLS {{least}}.',
      controls: [WEAK_TLS],
    },
  },
  fix: 'Redirect HTTP to HTTPS. Give listeners a security policy that accepts no TLS before version 1.2.',

  judge({ protocol, port, sslPolicy, defaultAction }, { ref, options }) {
    if (protocol === undefined) return unknown('No event showed the protocol of the listener.');
    if (protocol === 'HTTP') {
      if (options.plaintext.includes(ref.id.split('/')[1] ?? '')) return [];
      if (defaultAction === undefined) return unknown('No event showed what the listener does with HTTP.');
      return isSecure(defaultAction) ? [] : [{ message: 'plaintext', path: 'defaultAction', data: {} }];
    }
    if (protocol === 'TCP') {
      if (port !== undefined && options.tlsPorts.includes(port))
        return [{ message: 'passed', path: 'protocol', data: { port } }];
      return conclude([], port === undefined && options.tlsPorts.length > 0 && unknown('No event showed the port.'));
    }
    if (sslPolicy === undefined) return unknown('No event showed the security policy of the listener.');
    if (sslPolicy === null) return [];
    const least = leastTlsOf(sslPolicy);
    if (least === undefined) return unknown(`It is not known which TLS the security policy ${sslPolicy} accepts.`);
    return least >= options.leastTls
      ? []
      : [{ message: 'weak', path: 'sslPolicy', data: { policy: sslPolicy, least } }];
  },

  remediation: {
    mode: 'auto',
    actions: [putDefaultAction, putSslPolicy],
    plan({ sslPolicy, defaultAction, httpsPort }, violations, { baseline, options }) {
      if (violations.some(({ message }) => message === 'passed'))
        return { cannot: 'A listener needs a certificate to end TLS, and only its owner can say which.' };
      if (sslPolicy)
        return [
          putSslPolicy({
            before: sslPolicy,
            after: earlierPolicy(baseline, options.leastTls) ?? POLICIES[options.leastTls],
          }),
        ];
      if (!httpsPort || !defaultAction)
        return { cannot: 'The load balancer has no listener for HTTPS to which requests could be redirected.' };
      return [putDefaultAction({ before: defaultAction, after: earlierRedirect(baseline) ?? redirectTo(httpsPort) })];
    },
    caution({ sslPolicy }, _, { baseline, options }) {
      if (sslPolicy ? earlierPolicy(baseline, options.leastTls) : earlierRedirect(baseline)) return undefined;
      return sslPolicy
        ? 'Clients that know only earlier TLS can no longer connect.'
        : 'Clients that do not follow redirects, such as a proxy that asks for HTTP, get no answer of the targets any more.';
    },
  },
});

function isSecure(action: DefaultAction | null): boolean {
  return action?.type === 'redirect' && action.protocol === 'HTTPS';
}

function earlierRedirect(baseline: ElbListener | undefined): DefaultAction | undefined {
  const earlier = baseline?.defaultAction;
  return earlier && isSecure(earlier) ? earlier : undefined;
}

function earlierPolicy(baseline: ElbListener | undefined, least: string): string | undefined {
  const earlier = baseline?.sslPolicy;
  return earlier && (leastTlsOf(earlier) ?? '') >= least ? earlier : undefined;
}

function redirectTo(port: number): DefaultAction {
  const parts = { host: '#{host}', path: '/#{path}', query: '#{query}' };
  return { type: 'redirect', protocol: 'HTTPS', port: `${port}`, ...parts, statusCode: 'HTTP_301' };
}
