import { type EventId, eventId, isOmitted, type TrailEvent, UnreadableEvent } from './event.ts';
import { getList, getText } from './json.ts';
import { globalRegionOf, type Ref } from './ref.ts';
import { GONE, type Gone } from './state.ts';
import { type Tagging, taggedIds } from './tagging.ts';

/** Kinds and readers answer it, so they find it beside `Kind`. */
export { GONE, type Gone } from './state.ts';

/** A collection of which some or all elements are known. An element is removed only if an event proves it. */
export interface Listing<Item> {
  readonly items: readonly Item[];
  readonly complete: boolean;
}

/** No element is known. */
export const UNSEEN: Listing<never> = { items: [], complete: false };

export interface EventMapping<State, Field extends string = keyof State & string> {
  /** The ids of the resources that the event affects. Can throw `UnreadableEvent`. */
  ids(event: TrailEvent): readonly string[];
  /** The event creates the resource, always or where the function returns true. What was known before is forgotten. */
  readonly creates?: true | ((event: TrailEvent) => boolean);
  /**
   * The fields that the call sets. The event triggers the rules that read one of them. Left out: all fields, as an
   * event that creates or deletes the resource sets them all.
   */
  readonly sets?: readonly Field[];
  /** The response also shows fields that the call does not set: what they violate was so before. */
  readonly showsMore?: true;
  /**
   * The state after the event. A field that the event does not show stays unchanged. Applying one event twice changes
   * nothing more. Left out: the event affects the resource and proves nothing.
   */
  evolve?(known: State, event: TrailEvent, id: string): State | Gone | Promise<State | Gone>;
}

/** A second name of a resource, such as the id of a flow log for its VPC. */
export interface Alias {
  readonly alias: string;
  readonly id: string;
}

/** `AWS::EC2::SecurityGroup`. Settings of a whole account are `AWS::::Account`. */
export type AwsType = `AWS::${string}`;

/** A resource that takes part in the judgement of another, and what is known of it. */
export interface Neighbour<State> {
  readonly ref: Ref;
  readonly state: State;
}

/** The neighbours of a resource that exist. Not complete: there may be others, or one could not be read. */
export type Neighbours<State> = Listing<Neighbour<State>>;

/** Which resources of another kind are neighbours of a resource. Made by `neighboursOf` and `allOf`. */
export interface NeighbourType<Other extends AnyKind = AnyKind> {
  readonly kind: Other;
  /** The fields of the neighbour that take part. */
  readonly fields: readonly string[];
  /** The ids, in the resource's own account and region. Left out: every resource of the kind in the account. */
  of?(ref: Ref, state: object): readonly string[];
}

/** By the name that rules use: `account`, `trails`. */
export type NeighbourTypes = Readonly<Record<string, NeighbourType>>;

/** One AWS resource type: which events affect its resources, and what they prove. All rules of the type share it. */
export interface Kind<
  Name extends string,
  State,
  Event extends EventId,
  Field extends string = keyof State & string,
  Beside extends NeighbourTypes = NeighbourTypes,
> {
  /** The AWS term in kebab-case: `security-group`. */
  readonly name: Name;
  /**
   * AWS's name of the type: of CloudFormation, else of Config or CloudTrail. A function if it depends on the id.
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
   */
  readonly type: AwsType | ((id: string) => AwsType);
  /** For people: `EC2 security group`. */
  readonly title: string;
  /** The state of which nothing is known. A field that is `undefined` is unknown, never "off". */
  readonly blank: State;
  readonly events: { readonly [E in Event]: EventMapping<State, Field> };
  /** Events on tags. Left out: the type has none, or they are not read. */
  readonly tagging?: Tagging;
  /** The type is global: its refs have the partition's global region, not the region of the record. */
  readonly global?: true;
  /** Another account can own a resource that this one uses. Ids are unique in all accounts. */
  readonly shared?: true;
  /** Services that also have resources of this kind in the partition's global region. */
  readonly alsoGlobal?: readonly string[];
  /** The ARN, for resource types that have one. */
  arn?(ref: Ref): string;
  /** Other resources whose state takes part in the judgement of a resource of this kind. */
  readonly neighbours?: Beside;
  /** Second names that an event shows. Later events can use them as ids. */
  aliases?(event: TrailEvent): readonly Alias[];
  /** Whether an id is a second name. AWS cannot read a resource by it. */
  isAlias?(id: string): boolean;
  /** Whether a state shows that the resource has this second name. Left out: states do not show it. */
  holds?(known: State, alias: string): boolean;
}

/** A kind whose states are not known. */
export type AnyKind = Kind<string, object, EventId, string>;
export type StateOf<K> = K extends Kind<string, infer State, EventId, string> ? State : never;
export type EventOf<K> = K extends Kind<string, infer _State, infer Event, string> ? Event : never;
/** The names of the fields of a kind's state. */
export type FieldOf<K> = K extends Kind<string, infer _State, EventId, infer Field> ? Field : never;

/** What is known of the neighbours of a resource of a kind, by their names. */
export type NeighboursOf<K> =
  K extends Kind<string, infer _State, EventId, string, infer Beside>
    ? { readonly [Each in keyof Beside & string]: Neighbours<StateOf<Beside[Each]['kind']>> }
    : never;

/** Infers the types: `defineKind<State>()({ … })`. */
export function defineKind<State>() {
  return <
    const Name extends string,
    const Event extends EventId,
    // oxlint-disable-next-line typescript/no-generated-empty-object-type -- most kinds have no neighbours.
    const Beside extends NeighbourTypes = Readonly<Record<never, NeighbourType>>,
  >(
    kind: Kind<Name, State, Event, keyof State & string, Beside>,
  ): Kind<Name, State, Event, keyof State & string, Beside> => kind;
}

/** The events that a kind follows, in its order. */
export function eventsFollowedBy({ events }: Pick<AnyKind, 'events'>): readonly EventId[] {
  return Object.keys(events) as EventId[];
}

/** The events that lead to a look at resources of a kind: those that it follows, and those on tags. */
export function eventsWatchedBy(kind: Pick<AnyKind, 'events' | 'tagging'>): readonly EventId[] {
  return [...eventsFollowedBy(kind), ...(Object.keys(kind.tagging ?? {}) as EventId[])];
}

/** The events that set at least one of these fields, in the kind's order. */
export function eventsSetting<K extends AnyKind>(kind: K, fields: readonly FieldOf<K>[]): readonly EventOf<K>[] {
  const wanted: readonly string[] = fields;
  const setting = Object.entries(kind.events).filter(
    ([, { sets, evolve: proves }]) => proves && (!sets || sets.some((field) => wanted.includes(field))),
  );
  return setting.map(([id]) => id as EventOf<K>);
}

/** The mapping of an event, if the kind has one. */
export function mappingOf<State>(
  kind: Kind<string, State, EventId, string>,
  event: TrailEvent,
): EventMapping<State, string> | undefined {
  const events: Readonly<Record<string, EventMapping<State, string>>> = kind.events;
  const id = eventId(event);
  return Object.hasOwn(events, id) ? events[id] : undefined;
}

/** Whether `event` creates a resource of `kind`. */
export function begins(kind: AnyKind, event: TrailEvent): boolean {
  const creates = mappingOf(kind, event)?.creates;
  return typeof creates === 'function' ? creates(event) : creates === true;
}

/** The resources of `kind` that `event` affects. A failed call affects none. */
export function refsOf<K extends AnyKind>(kind: K, event: TrailEvent): readonly Ref<K['name']>[] {
  const mapping = mappingOf(kind, event);
  const tagged = taggedIds(kind, event);
  if (tagged) return [...new Set(tagged)].map((id) => refOf(kind, event, id));
  if (!mapping || event.errorCode) return [];
  if (isOmitted(event)) throw new UnreadableEvent('CloudTrail left the request parameters out (too large)');
  const ids = new Set(mapping.ids(event));
  return [...ids].map((id) => refOf(kind, event, id));
}

/** The ref of a resource of `kind` with this id or alias, in the event's region and in the account that owns it. */
export function refOf<K extends AnyKind>(kind: K, event: TrailEvent, id: string): Ref<K['name']> {
  const region = kind.global ? globalRegionOf(event.awsRegion) : event.awsRegion;
  const ref = { kind: kind.name, account: event.account, region, id };
  return { ...ref, account: ownerIn(event, (account) => kind.arn?.({ ...ref, account })) ?? event.account };
}

/**
 * The owner of a resource that the event shows to be of another account: the caller's account gets a record, too.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
function ownerIn(
  { resources, account }: TrailEvent,
  arnIn: (account: string) => string | undefined,
): string | undefined {
  if (resources === undefined) return undefined;
  return getList(resources)
    .map((resource) => ({ owner: getText(resource, 'accountId'), arn: getText(resource, 'ARN') }))
    .find(({ owner, arn }) => owner && owner !== account && /^\d{12}$/.test(owner) && arn === arnIn(owner))?.owner;
}

/**
 * The state after one more event. Pure. `known` is `undefined` for a resource that was not seen before. An event that
 * the kind does not map changes nothing.
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
