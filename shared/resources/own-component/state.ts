import { actorOf } from '../../core/actor.ts';
import type { TrailEvent } from '../../core/event.ts';
import { GONE, type Gone, type Listing, UNSEEN } from '../../core/kind.ts';
import type { Settings, Target } from './settings.ts';

/**
 * One component of a deployed Plumbline. The id is `rule/NAME`, `queue/NAME`, `function/NAME`, `table/NAME`,
 * `topic/NAME` or, of an event source mapping, `mapping/SOURCE/UUID`. A component that is created again with its name
 * is the same component.
 */
export interface OwnComponent {
  /** `false`: the component is missing. A component that a deployment deletes is gone instead. */
  readonly exists?: boolean;
  /** Of rules and mappings. */
  readonly enabled?: boolean;
  /** Of rules. */
  readonly targets: Listing<Target>;
  /** The reserved concurrency of a function. `null`: none is reserved. 0: the function never runs. */
  readonly concurrency?: number | null;
  readonly settings: Settings;
  /**
   * Who set each setting and each of the fields above last, by its name. `existence`: who deleted the component.
   * `messages`: who purged the queue. Only events show it.
   */
  readonly setBy: Readonly<Record<string, Writer>>;
}

export type Writer = 'deployment' | 'somebody';

export const BLANK: OwnComponent = { targets: UNSEEN, settings: {}, setBy: {} };

/** `deployment` for calls of CloudFormation. AWS writes this into the record, so that nobody can forge it. */
export function writerOf(event: TrailEvent): Writer {
  const deploys = event.sourceIPAddress === 'cloudformation.amazonaws.com' || actorOf(event).via === 'cloudformation';
  return deploys ? 'deployment' : 'somebody';
}

export type Shown = Partial<Pick<OwnComponent, 'enabled' | 'targets' | 'concurrency' | 'settings'>>;

/** The component after an event, with the writer of the fields that the event sets. */
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

/** A component that a deployment deletes is gone. One that anybody else deletes is missing. */
export function remove(_: OwnComponent, event: TrailEvent): OwnComponent | Gone {
  return writerOf(event) === 'deployment' ? GONE : { ...BLANK, exists: false, setBy: { existence: 'somebody' } };
}
