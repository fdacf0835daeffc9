import { get, getFlag, getList, getText, objectOf } from '../../core/json.ts';

/**
 * What a part of a deployed Plumbline is set to, by name; `null` for what it does not have. Kept to
 * be compared. Records and answers of the API spell these alike but for the case of their letters.
 */
export type Settings = Readonly<Record<string, string | null | undefined>>;

/** Where a rule sends what it matches. */
export interface Target {
  readonly id: string;
  readonly arn: string;
  /** What it sends, where that is not the event. */
  readonly input?: string;
}

/** Each call says all of it: what a rule is put without, it is left without. */
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

/** Attributes on which it depends whether a queue takes and keeps what it is sent. */
export const QUEUE_ATTRIBUTES = [
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'MessageRetentionPeriod',
  'MaximumMessageSize',
] as const;

export const TOPIC_ATTRIBUTES = ['Policy', 'KmsMasterKeyId'] as const;

/** Those of the attributes that are given. An empty text removes one. */
export function attributesIn(names: readonly string[], attributes: unknown): Settings {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = getText(attributes, name);
      return text === undefined ? [] : [[name, comparable(text)]];
    }),
  );
}

/** Those of an event source mapping's settings that are given. */
export function mappingSettings(source: unknown): Settings {
  const name = getText(source, 'functionArn') ?? getText(source, 'functionName');
  const criteria = objectOf(get(source, 'filterCriteria'));
  return {
    ...(name ? { function: name.replace(/^.*:function:/, '') } : {}),
    ...(criteria ? { filter: filterOf(criteria) } : {}),
  };
}

/** Patterns, of which a message has to match one; `null` lets everything through. */
function filterOf(criteria: unknown): string | null {
  const patterns = getList(criteria, 'filters').map((filter) => comparable(getText(filter, 'pattern')));
  return patterns.length > 0 ? JSON.stringify(patterns.toSorted()) : null;
}

/** `off`, or what a table's stream shows of a change. */
export function streamIn(source: unknown): string {
  const specification = get(source, 'streamSpecification');
  return getFlag(specification, 'streamEnabled') ? (getText(specification, 'streamViewType') ?? 'on') : 'off';
}

/** Equal texts for JSON documents that differ only in the order of their members; `null` for none. */
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
