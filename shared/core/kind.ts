import { type EventId, eventId, isOmitted, type TrailEvent, UnreadableEvent } from './event.ts';
import { globalRegionOf, type Ref } from './ref.ts';

/** The resource no longer exists. An unknown resource is `undefined` instead. */
export const GONE = Symbol('gone');
export type Gone = typeof GONE;

/** A collection of which some elements are known, or all. An element leaves it only by proof. */
export interface Listing<Item> {
  readonly items: readonly Item[];
  readonly complete: boolean;
}

/** Nothing known yet. */
export const UNSEEN: Listing<never> = { items: [], complete: false };

export interface EventMapping<State, Field extends string = keyof State & string> {
  /** The ids of the resources that the event touched. May throw `UnreadableEvent`. */
  ids(event: TrailEvent): readonly string[];
  /** The resource begins with this event (or may, where a function says): nothing known before holds. */
  readonly creates?: true | ((event: TrailEvent) => boolean);
  /**
   * The fields that the call decides: the rules that read one of them are judged after the event. Left out where the
   * event creates or deletes the resource, which decides every field.
   */
  readonly sets?: readonly Field[];
  /**
   * What is known after the event. Shows only what the event shows: a field it says nothing of
   * stays as it was. Applying one event twice changes nothing more. Left out where the event
   * proves nothing (it still touches the resource).
   */
  evolve?(known: State, event: TrailEvent, id: string): State | Gone | Promise<State | Gone>;
}

/** A second name of a resource, such as a flow log's id for the VPC it watches. */
export interface Alias {
  readonly alias: string;
  readonly id: string;
}

/** `AWS::EC2::SecurityGroup`; what belongs to the account as a whole is `AWS::::Account`. */
export type AwsType = `AWS::${string}`;

/** How to find and follow one type of AWS resource. Shared by its rules. */
export interface Kind<Name extends string, State, Event extends EventId, Field extends string = keyof State & string> {
  /** The AWS term in kebab-case: `security-group`. */
  readonly name: Name;
  /**
   * AWS's own name of the type: CloudFormation's, else Config's or CloudTrail's. A function where the id decides the type.
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
   */
  readonly type: AwsType | ((id: string) => AwsType);
  /** For people: `EC2 security group`. */
  readonly title: string;
  /** A state of which nothing is known; `undefined` fields are unknown, never "off". */
  readonly blank: State;
  readonly events: { readonly [E in Event]: EventMapping<State, Field> };
  /** One per account, also if records come from several regions. Its refs get the partition's global region. */
  readonly global?: true;
  /** Services that have resources of this kind in the partition's global region, too, wherever the others are. */
  readonly alsoGlobal?: readonly string[];
  /** The ARN, for resource types that have one. */
  arn?(ref: Ref): string;
  /** Second names that an event reveals; later events may use them as ids. */
  aliases?(event: TrailEvent): readonly Alias[];
  /** Whether an id is a second name, so that AWS cannot be asked for it. */
  isAlias?(id: string): boolean;
  /** Whether a state shows that the resource has this second name. Left out where states do not show it. */
  holds?(known: State, alias: string): boolean;
}

/** A kind whose type of state is not known. */
export type AnyKind = Kind<string, object, EventId, string>;
export type StateOf<K> = K extends Kind<string, infer State, EventId, string> ? State : never;
export type EventOf<K> = K extends Kind<string, infer _State, infer Event, string> ? Event : never;
/** The names of the fields of a kind's state. */
export type FieldOf<K> = K extends Kind<string, infer _State, EventId, infer Field> ? Field : never;

/** Inference only: `defineKind<State>()({ … })`. */
export function defineKind<State>() {
  return <const Name extends string, const Event extends EventId>(
    kind: Kind<Name, State, Event>,
  ): Kind<Name, State, Event> => kind;
}

/** The events that a kind follows, in its order. */
export function eventsFollowedBy({ events }: Pick<AnyKind, 'events'>): readonly EventId[] {
  return Object.keys(events) as EventId[];
}

/** The events that decide at least one of these fields, in the kind's order. */
export function eventsSetting<K extends AnyKind>(kind: K, fields: readonly FieldOf<K>[]): readonly EventOf<K>[] {
  const wanted: readonly string[] = fields;
  const setting = Object.entries(kind.events).filter(
    ([, { sets, evolve: proves }]) => proves && (!sets || sets.some((field) => wanted.includes(field))),
  );
  return setting.map(([id]) => id as EventOf<K>);
}

/** The mapping of an event, where the kind has one. */
export function mappingOf<State>(
  kind: Kind<string, State, EventId, string>,
  event: TrailEvent,
): EventMapping<State, string> | undefined {
  const events: Readonly<Record<string, EventMapping<State, string>>> = kind.events;
  const id = eventId(event);
  return Object.hasOwn(events, id) ? events[id] : undefined;
}

/** Whether a resource of `kind` begins with `event`. */
export function begins(kind: AnyKind, event: TrailEvent): boolean {
  const creates = mappingOf(kind, event)?.creates;
  return typeof creates === 'function' ? creates(event) : creates === true;
}

/** The resources of `kind` that `event` touched; none for a failed call. */
export function refsOf<K extends AnyKind>(kind: K, event: TrailEvent): readonly Ref<K['name']>[] {
  const mapping = mappingOf(kind, event);
  if (!mapping || event.errorCode) return [];
  if (isOmitted(event)) throw new UnreadableEvent('CloudTrail left the request parameters out (too large)');
  const ids = new Set(mapping.ids(event));
  return [...ids].map((id) => refOf(kind, event, id));
}

/** Where a resource of `kind` with this id or alias lives, as `event` knows it. */
export function refOf<K extends AnyKind>(kind: K, event: TrailEvent, id: string): Ref<K['name']> {
  const region = kind.global ? globalRegionOf(event.awsRegion) : event.awsRegion;
  return { kind: kind.name, account: event.account, region, id };
}

/**
 * What is known of a resource after one more event. Pure; `known` is `undefined` for a resource
 * never met before. An event the kind does not map leaves everything as it was.
 */
export async function evolve<State extends object>(
  kind: Kind<string, State, EventId, string>,
  known: State | Gone | undefined,
  event: TrailEvent,
  id: string,
): Promise<State | Gone> {
  const mapping = mappingOf(kind, event);
  const fresh = known === undefined || known === GONE || begins(kind, event);
  const before: State = fresh ? kind.blank : known;
  return mapping?.evolve ? await mapping.evolve(before, event, id) : before;
}

/** AWS's own type of a resource of this kind. */
export function awsTypeOf({ type }: Pick<AnyKind, 'type'>, id: string): AwsType {
  return typeof type === 'function' ? type(id) : type;
}
