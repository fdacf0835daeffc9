import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How it is known what CloudTrail writes of an event: from a real record, or from documents and rules that name it. */
export interface Evidence {
  readonly record: readonly string[];
  readonly named: readonly string[];
}

interface Entry {
  readonly cloudTrailEvents: readonly {
    readonly eventSource: string;
    readonly eventName: string;
    readonly evidence: string;
  }[];
}

/** What the catalogue calls a record, and what it calls a name that somebody has published. */
const RECORD = new Set(['log']);
const NAMED = new Set(['test-event', 'aws-doc', 'detection-rule', 'public-repo', 'cloudsploit']);

/** Of the events that kinds follow; all others are inferred from the API. */
export function evidenceFrom(folder: string, events: readonly string[]): Evidence {
  const { controls, observedRequestShapes } = JSON.parse(readFileSync(join(folder, 'controls.json'), 'utf8')) as {
    readonly controls: readonly Entry[];
    readonly observedRequestShapes: Readonly<Record<string, unknown>>;
  };
  const record = new Set(
    Object.keys(observedRequestShapes).map((key) => idOf(...(key.split(' ') as [string, string]))),
  );
  const named = new Set<string>();
  for (const { eventSource, eventName, evidence } of controls.flatMap((entry) => entry.cloudTrailEvents)) {
    if (RECORD.has(evidence)) record.add(idOf(eventSource, eventName));
    if (NAMED.has(evidence)) named.add(idOf(eventSource, eventName));
  }
  return {
    record: events.filter((event) => record.has(event)),
    named: events.filter((event) => named.has(event) && !record.has(event)),
  };
}

function idOf(source: string, name: string): string {
  return `${source.replace(/\.amazonaws\.com$/, '')}:${name}`;
}
