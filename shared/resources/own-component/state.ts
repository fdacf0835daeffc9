import { actorOf } from '../../core/actor.ts';
import type { TrailEvent } from '../../core/event.ts';
import { GONE, type Gone, type Listing, UNSEEN } from '../../core/kind.ts';
import type { Settings, Target } from './settings.ts';

/**
 * One part of a deployed Plumbline. The id is `rule/NAME`, `queue/NAME`, `function/NAME`,
 * `table/NAME`, `topic/NAME`, or `mapping/SOURCE/UUID` for what feeds a queue or a table's stream
 * to a function. A part that is made anew under its name is the same part: it has the same work.
 */
export interface OwnComponent {
  /** `false` for a part that is missing; one that a deployment removes is gone, and missed by nobody. */
  readonly exists?: boolean;
  /** Of rules and mappings. */
  readonly enabled?: boolean;
  /** Of rules. */
  readonly targets: Listing<Target>;
  /** Executions reserved for a function: `null` for none, and with 0 it never runs. */
  readonly concurrency?: number | null;
  readonly settings: Settings;
  /**
   * Who set what last: settings and the fields above by their names, `existence` for who deleted
   * the part, `messages` for who purged the queue. Only events show it.
   */
  readonly setBy: Readonly<Record<string, Writer>>;
}

export type Writer = 'deployment' | 'somebody';

export const BLANK: OwnComponent = { targets: UNSEEN, settings: {}, setBy: {} };

/** CloudFormation calls on behalf of the deployer, and AWS itself writes that into the record. */
export function writerOf(event: TrailEvent): Writer {
  const deploys = event.sourceIPAddress === 'cloudformation.amazonaws.com' || actorOf(event).via === 'cloudformation';
  return deploys ? 'deployment' : 'somebody';
}

export type Shown = Partial<Pick<OwnComponent, 'enabled' | 'targets' | 'concurrency' | 'settings'>>;

/** The part as an event leaves it, and who set what the event shows. */
export function set(known: OwnComponent, event: TrailEvent, shown: Shown): OwnComponent {
  const before = known.exists === false ? BLANK : known;
  const { settings, ...fields } = shown;
  const writer = writerOf(event);
  const written = [...Object.keys(fields), ...Object.keys(settings ?? {})].map((name) => [name, writer] as const);
  return {
    ...before,
    ...fields,
    exists: true,
    settings: { ...before.settings, ...settings },
    setBy: { ...before.setBy, ...Object.fromEntries(written) },
  };
}

/** A deployment removes what is not needed any more. What anybody else deletes is missing. */
export function remove(_: OwnComponent, event: TrailEvent): OwnComponent | Gone {
  return writerOf(event) === 'deployment' ? GONE : { ...BLANK, exists: false, setBy: { existence: 'somebody' } };
}
