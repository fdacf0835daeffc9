import { get, getFlag, getList, getText, objectOf } from '../../core/json.ts';

/**
 * The settings of a component, by name; `null`: the component does not have the setting. They are stored to be
 * compared. Records and responses of the API differ only in the case of the letters.
 */
export type Settings = Readonly<Record<string, string | null | undefined>>;

/** A target of an EventBridge rule. */
export interface Target {
  readonly id: string;
  readonly arn: string;
  /** The input of the target, if it is not the event. */
  readonly input?: string;
}

/** Each call sets the whole rule. A setting that is left out is removed. */
export function ruleSettings(source: unknown): { readonly enabled: boolean; readonly settings: Settings } {
  const events = [comparable(getText(source, 'eventPattern')), getText(source, 'scheduleExpression') || null];
  return {
    enabled: getText(source, 'state') !== 'DISABLED',
    settings: { events: events.filter((text) => text !== null).join(' or ') || null },
  };
}

export function targetsIn(source: unknown): readonly Target[] {
  return getList(source, 'targets').flatMap((target) => {
    const [id, arn] = [getText(target, 'id'), getText(target, 'arn')];
    const input =
      comparable(getText(target, 'input')) ??
      getText(target, 'inputPath') ??
      getText(target, 'inputTransformer', 'inputTemplate');
    return id && arn ? [{ id, arn, ...(input ? { input } : {}) }] : [];
  });
}

/** The attributes that decide whether a queue accepts and keeps its messages. */
export const QUEUE_ATTRIBUTES = [
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'MessageRetentionPeriod',
  'MaximumMessageSize',
] as const;

export const TOPIC_ATTRIBUTES = ['Policy', 'KmsMasterKeyId'] as const;

/** The attributes in the request. An empty text removes one. */
export function attributesIn(names: readonly string[], attributes: unknown): Settings {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = getText(attributes, name);
      return text === undefined ? [] : [[name, comparable(text)]];
    }),
  );
}

/** The settings of an event source mapping in the request. */
export function mappingSettings(source: unknown): Settings {
  const name = getText(source, 'functionArn') ?? getText(source, 'functionName');
  const criteria = objectOf(get(source, 'filterCriteria'));
  return {
    ...(name ? { function: name.replace(/^.*:function:/, '') } : {}),
    ...(criteria ? { filter: filterOf(criteria) } : {}),
  };
}

/** The patterns, of which a message has to match one. `null`: every message matches. */
function filterOf(criteria: unknown): string | null {
  const patterns = getList(criteria, 'filters').map((filter) => comparable(getText(filter, 'pattern')));
  return patterns.length > 0 ? JSON.stringify(patterns.toSorted()) : null;
}

/** `off`, or the view type of the table's stream. */
export function streamIn(source: unknown): string {
  const specification = get(source, 'streamSpecification');
  return getFlag(specification, 'streamEnabled') ? (getText(specification, 'streamViewType') ?? 'on') : 'off';
}

/** The same text for JSON documents that differ only in the order of their members. `null`: there is none. */
function comparable(text: string | undefined): string | null {
  if (!text) return null;
  try {
    return JSON.stringify(inOrder(JSON.parse(text)));
  } catch {
    return text;
  }
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  const object = objectOf(value);
  if (!object) return value;
  return Object.fromEntries(
    Object.entries(object)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, inOrder(member)]),
  );
}
