import type { Told } from './inbox.ts';

const CHANNELS = ['sns', 'slack', 'bus'] as const;

/** What one finding's alerts were, on each channel, in the order in which they were recorded. */
export interface Heard {
  /** The transitions, as the topic and the bus name them. */
  readonly transitions: readonly string[];
  /** Alerts that some channel did not get, or got too often. */
  readonly wrong: readonly string[];
}

/** What somebody has just done themselves is told to machines only. */
const FOR_MACHINES = 'approved';

/**
 * @param mayRepeat Channels of which an answer left open whether an alert arrived, so that it may come twice.
 * @throws where the topic and the bus do not say the same.
 */
export function heardOf(finding: string, all: readonly Told[], mayRepeat: readonly Told['channel'][] = []): Heard {
  const its = all.filter(({ alert }) => alert.startsWith(`${finding}-`));
  const alerts = [...new Set(its.map(({ alert }) => alert))].sort((a, b) => numberOf(a) - numberOf(b));
  const transitions = alerts.map((alert) => {
    const said = new Set(its.filter((each) => each.alert === alert).flatMap(transitionIn));
    if (said.size !== 1) throw new Error(`${alert} is told as ${[...said].join(' and ')}`);
    return [...said].join('');
  });
  const wrong = alerts.flatMap((alert, index) =>
    CHANNELS.filter((channel) => {
      const times = transitions[index] === FOR_MACHINES && channel !== 'bus' ? 0 : 1;
      const came = its.filter((each) => each.alert === alert && each.channel === channel).length;
      return came < times || came > (mayRepeat.includes(channel) ? 2 * times : times);
    }).map((channel) => `${alert} on ${channel}`),
  );
  return { transitions, wrong };
}

function numberOf(alert: string): number {
  return Number(alert.split('-').at(-1));
}

function transitionIn({ channel, text }: Told): readonly string[] {
  if (channel === 'slack') return [];
  const content = JSON.parse(text) as { Message?: string; detail?: { type: string } };
  const detail = content.detail ?? (JSON.parse(content.Message ?? '{}') as { type: string });
  return [detail.type];
}
