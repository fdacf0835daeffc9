import * as z from 'zod';
import type { Violation } from '../../core/message.ts';
import { defineRule, unknown } from '../../core/rule.ts';
import { containsCidr, internetMembers, parseCidr } from '../../policy/cidr.ts';
import { type Endpoint, putEndpoint } from '../../resources/eks-cluster/actions.ts';
import { type EksCluster, eksCluster } from '../../resources/eks-cluster/kind.ts';

const messages = {
  open: 'The endpoint of the Kubernetes API is open to the internet, from {{range}}.',
  public: {
    text: 'The endpoint of the Kubernetes API is public, for {{range}}.',
    severity: 'medium',
    resolved: 'The endpoint of the Kubernetes API is no longer public for {{range}}.',
  },
} as const;

export default defineRule({
  id: 'eks-endpoint-public',
  title: 'The Kubernetes API of EKS clusters is not public',
  severity: 'high',
  kind: eksCluster,
  watches: ['endpointPublicAccess', 'publicAccessCidrs'],
  controls: ['eks-endpoint-public'],
  options: z.strictObject({
    allowedRanges: z
      .array(z.string().refine((text) => parseCidr(text) !== undefined, 'A range is a CIDR, such as 203.0.113.0/24.'))
      .default([])
      .describe('Ranges of addresses from which the endpoint may be reached over the internet.'),
  }),
  messages,
  fix: 'Switch private access on, let pipelines reach the cluster through the VPC, and switch public access off.',

  judge({ endpointPublicAccess, publicAccessCidrs }, { options }) {
    if (endpointPublicAccess === undefined) return unknown('No event showed whether the endpoint is public.');
    if (!endpointPublicAccess) return [];
    if (publicAccessCidrs === undefined) return unknown('No event showed for which ranges the endpoint is public.');
    return objections(publicAccessCidrs, options.allowedRanges);
  },

  remediation: {
    mode: 'approve',
    actions: [putEndpoint],
    plan(state, violations, { baseline, options }) {
      const before = endpointOf(state);
      if (!before) return { cannot: 'It is not known whether the endpoint can be reached from within the VPC.' };
      const wrong = new Set(violations.map(({ path }) => path));
      const left = before.publicAccessCidrs.filter((range) => !wrong.has(range));
      const bad = new Set(objections(baseline?.publicAccessCidrs ?? [], options.allowedRanges).map(({ path }) => path));
      const earlier = (baseline?.publicAccessCidrs ?? []).filter((range) => !bad.has(range));
      const ranges = [...new Set([...left, ...earlier])].sort();
      if (ranges.length > 0) return [putEndpoint({ before, after: { ...before, publicAccessCidrs: ranges } })];
      if (!before.endpointPrivateAccess)
        return { cannot: 'Nobody could reach the cluster: its endpoint has no access from within the VPC.' };
      const after = { endpointPublicAccess: false, endpointPrivateAccess: true, publicAccessCidrs: [] };
      return [putEndpoint({ before, after })];
    },
    caution: () => 'People, pipelines and nodes that reach the cluster from these addresses lose their access.',
  },
});

function objections(ranges: readonly string[], allowed: readonly string[]): readonly Violation<typeof messages>[] {
  const permitted = allowed.flatMap((text) => parseCidr(text) ?? []);
  const outside = ranges.filter((text) => {
    const cidr = parseCidr(text);
    return !cidr || !permitted.some((each) => containsCidr(each, cidr));
  });
  const open = internetMembers(outside);
  return outside.map((range) => ({ message: open.includes(range) ? 'open' : 'public', path: range, data: { range } }));
}

function endpointOf({
  endpointPublicAccess,
  endpointPrivateAccess,
  publicAccessCidrs,
}: EksCluster): Endpoint | undefined {
  if (endpointPublicAccess === undefined || endpointPrivateAccess === undefined || !publicAccessCidrs) return undefined;
  return { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs };
}
