import { parseArn } from '../../core/arn.ts';
import type { Ref } from '../../core/ref.ts';
import { destinationIn, isSameFlowLog } from './actions.ts';
import { type FlowLog, trafficOf, type Vpc } from './kind.ts';

/** The sorts of traffic that flow logs can record. */
export type Traffic = 'REJECT' | 'ACCEPT';

export const EACH: readonly Traffic[] = ['REJECT', 'ACCEPT'];

/** Whether a flow log is known to record this traffic, and AWS can deliver the records. */
export function delivers(log: FlowLog, wanted: Traffic): boolean {
  const traffic = trafficOf(log);
  return log.failure === undefined && (traffic === 'ALL' || traffic === wanted);
}

/** The same, where it is not known what the flow log records. */
export function mayDeliver(log: FlowLog, wanted: Traffic): boolean {
  return delivers(log, wanted) || (log.failure === undefined && trafficOf(log) === undefined);
}

/** Whether a flow log records at least what another one did, at the same place. */
export function replaces(now: FlowLog, then: FlowLog): boolean {
  if (isSameFlowLog(now, then)) return true;
  const isThere = destinationIn(now) !== undefined && destinationIn(now) === destinationIn(then);
  return isThere && EACH.every((traffic) => !mayDeliver(then, traffic) || delivers(now, traffic));
}

/** A state that was read from AWS has no deleted flow logs, but the baseline has them. Each once. */
export function lostLogs(deleted: readonly FlowLog[], baseline: Vpc | undefined): readonly FlowLog[] {
  const all = [...(baseline?.flowLogs.items ?? []), ...deleted];
  return all.filter((log, index) => all.findIndex((one) => isSameFlowLog(one, log)) === index);
}

/** The account that gets the records, where it is not trusted. The name of a bucket does not show its account. */
export function strangerOf(
  log: FlowLog,
  { ref, trusted }: { readonly ref: Ref; readonly trusted: { readonly accounts: readonly string[] } },
): string | undefined {
  const account = parseArn(destinationIn(log) ?? '')?.account;
  return account && account !== ref.account && !trusted.accounts.includes(account) ? account : undefined;
}

/** The flow log as if AWS could deliver its records. */
export function working({ failure: _failure, ...log }: FlowLog): FlowLog {
  return log;
}

export function textOf(traffic: Traffic): string {
  return traffic === 'REJECT' ? 'rejected' : 'accepted';
}

export function nameOf({ id }: FlowLog): string {
  return id ?? 'of unknown id';
}
