import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getList, getNumber, getText, getTexts } from '../../core/json.ts';
import { type AwsType, defineKind, type Gone } from '../../core/kind.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { functionIn } from '../common/function-name.ts';
import { type ComponentType, componentArn, lambda, mapping, namesIn, queue, rule, table, topic } from './names.ts';
import {
  attributesIn,
  mappingSettings,
  QUEUE_ATTRIBUTES,
  ruleSettings,
  streamIn,
  TOPIC_ATTRIBUTES,
  targetsIn,
} from './settings.ts';
import { BLANK, type OwnComponent, remove, type Shown, set, writerOf } from './state.ts';

const TYPES: Readonly<Record<ComponentType, AwsType>> = {
  rule: 'AWS::Events::Rule',
  queue: 'AWS::SQS::Queue',
  function: 'AWS::Lambda::Function',
  mapping: 'AWS::Lambda::EventSourceMapping',
  table: 'AWS::DynamoDB::Table',
  topic: 'AWS::SNS::Topic',
};

/** The shape of function records is taken from published records, that of all others is inferred from the API. */
export const ownComponent = defineKind<OwnComponent>()({
  name: 'own-component',
  type: (id) => TYPES[namesIn(id).type],
  title: 'Part of Plumbline',
  blank: BLANK,
  // What brings in the events of global services: rules, a queue and a topic.
  alsoGlobal: ['events', 'sqs', 'sns'],
  arn: componentArn,
  events: {
    'events:PutRule': {
      ids: rule,
      sets: written('enabled', 'settings'),
      evolve: (known, event) => set(known, event, ruleSettings(event.requestParameters)),
    },
    'events:EnableRule': {
      ids: rule,
      sets: written('enabled'),
      evolve: (known, event) => set(known, event, { enabled: true }),
    },
    'events:DisableRule': {
      ids: rule,
      sets: written('enabled'),
      evolve: (known, event) => set(known, event, { enabled: false }),
    },
    'events:PutTargets': { ids: rule, sets: written('targets'), evolve: addTargets },
    'events:RemoveTargets': { ids: rule, sets: written('targets'), evolve: removeTargets },
    'events:DeleteRule': { ids: rule, evolve: remove },
    'sqs:CreateQueue': { ids: queue, sets: written('settings'), evolve: createQueue },
    'sqs:SetQueueAttributes': { ids: queue, sets: written('settings'), evolve: setQueue },
    'sqs:AddPermission': { ids: queue, sets: written('settings'), evolve: setPolicy },
    'sqs:RemovePermission': { ids: queue, sets: written('settings'), evolve: setPolicy },
    'sqs:PurgeQueue': { ids: queue, sets: written(), evolve: purge },
    'sqs:DeleteQueue': { ids: queue, evolve: remove },
    'lambda:CreateFunction': { ids: lambda, sets: written('concurrency', 'settings'), evolve: createFunction },
    'lambda:UpdateFunctionCode': { ids: lambda, sets: written('settings'), evolve: updateCode },
    'lambda:UpdateFunctionConfiguration': { ids: lambda, sets: written('settings'), evolve: configure },
    'lambda:PutFunctionConcurrency': { ids: lambda, sets: written('concurrency'), evolve: reserve },
    'lambda:DeleteFunctionConcurrency': {
      ids: lambda,
      sets: written('concurrency'),
      evolve: (known, event) => set(known, event, { concurrency: null }),
    },
    'lambda:DeleteFunction': { ids: lambda, evolve: removeFunction },
    'lambda:CreateEventSourceMapping': { ids: mapping, sets: written('enabled', 'settings'), evolve: createMapping },
    'lambda:UpdateEventSourceMapping': { ids: mapping, sets: written('enabled', 'settings'), evolve: updateMapping },
    'lambda:DeleteEventSourceMapping': { ids: mapping, evolve: remove },
    'dynamodb:CreateTable': { ids: table, sets: written('settings'), evolve: createTable },
    'dynamodb:UpdateTable': { ids: table, sets: written('settings'), evolve: updateTable },
    'dynamodb:DeleteTable': { ids: table, evolve: remove },
    'sns:CreateTopic': { ids: topic, sets: written('settings'), evolve: createTopic },
    'sns:SetTopicAttributes': { ids: topic, sets: written('settings'), evolve: setTopic },
    'sns:DeleteTopic': { ids: topic, evolve: remove },
  },
});

/** What a call sets, with what each of them proves: that the component is there, and who set it last. */
function written(...fields: readonly (keyof Shown)[]): readonly (keyof OwnComponent)[] {
  return ['exists', 'setBy', ...fields];
}

/** Some of many may have failed. */
function failedIn(event: TrailEvent): readonly (string | undefined)[] {
  return getList(event.responseElements, 'failedEntries').map((entry) => getText(entry, 'targetId'));
}

function addTargets(known: OwnComponent, event: TrailEvent): OwnComponent {
  const failed = failedIn(event);
  const added = targetsIn(event.requestParameters).filter(({ id }) => !failed.includes(id));
  return set(known, event, { targets: withItems(known.targets, added, ({ id }) => id) });
}

function removeTargets(known: OwnComponent, event: TrailEvent): OwnComponent {
  const failed = failedIn(event);
  const removed = getTexts(event.requestParameters, 'ids').filter((id) => !failed.includes(id));
  return set(known, event, { targets: withoutItems(known.targets, ({ id }) => removed.includes(id)) });
}

/** An existing queue of this name keeps its other settings. A new queue has only the given policy. */
function createQueue(known: OwnComponent, event: TrailEvent): OwnComponent {
  const given = attributesIn(QUEUE_ATTRIBUTES, get(event.requestParameters, 'attributes'));
  const unset = { Policy: null, RedrivePolicy: null };
  return set(known, event, { settings: known.exists === false ? { ...unset, ...given } : given });
}

function setQueue(known: OwnComponent, event: TrailEvent): OwnComponent {
  const attributes = get(event.requestParameters, 'attributes');
  if (attributes === undefined) throw new UnreadableEvent('SetQueueAttributes shows no attributes');
  return set(known, event, { settings: attributesIn(QUEUE_ATTRIBUTES, attributes) });
}

/** What policy came of it is not shown. */
function setPolicy(known: OwnComponent, event: TrailEvent): OwnComponent {
  return set(known, event, { settings: { Policy: undefined } });
}

function purge(known: OwnComponent, event: TrailEvent): OwnComponent {
  const { setBy, ...queueAsItWas } = set(known, event, {});
  return { ...queueAsItWas, setBy: { ...setBy, messages: writerOf(event) } };
}

function createFunction(known: OwnComponent, event: TrailEvent): OwnComponent {
  return set(known, event, { concurrency: null, settings: { code: codeIn(event), configuration: undefined } });
}

function updateCode(known: OwnComponent, event: TrailEvent): OwnComponent {
  if (getFlag(event.requestParameters, 'dryRun')) return known;
  return set(known, event, { settings: { code: codeIn(event) } });
}

/** SHA-256 of the package. */
function codeIn({ responseElements }: TrailEvent): string | undefined {
  return getText(responseElements, 'codeSha256');
}

/** CloudTrail hides the variables, so that nothing of it can be compared. */
function configure(known: OwnComponent, event: TrailEvent): OwnComponent {
  return set(known, event, { settings: { configuration: undefined } });
}

function reserve(known: OwnComponent, event: TrailEvent): OwnComponent {
  const concurrency = getNumber(event.requestParameters, 'reservedConcurrentExecutions');
  if (concurrency === undefined) throw new UnreadableEvent('PutFunctionConcurrency shows no number');
  return set(known, event, { concurrency });
}

/** With a qualifier, one version only. */
function removeFunction(known: OwnComponent, event: TrailEvent): OwnComponent | Gone {
  return functionIn(event).qualifier ? known : remove(known, event);
}

/** A mapping begins enabled unless the call says otherwise; the answer shows the state before it has changed. */
function createMapping(known: OwnComponent, event: TrailEvent): OwnComponent {
  const enabled = getFlag(event.requestParameters, 'enabled') ?? true;
  return set(known, event, { enabled, settings: mappingSettings(event.requestParameters) });
}

/** The answer shows the whole mapping, old settings too: only the request says what was set. */
function updateMapping(known: OwnComponent, event: TrailEvent): OwnComponent {
  const enabled = getFlag(event.requestParameters, 'enabled');
  const settings = mappingSettings(event.requestParameters);
  return set(known, event, { ...(enabled === undefined ? {} : { enabled }), settings });
}

function createTable(known: OwnComponent, event: TrailEvent): OwnComponent {
  return set(known, event, { settings: { stream: streamIn(event.requestParameters) } });
}

function updateTable(known: OwnComponent, event: TrailEvent): OwnComponent {
  const given = get(event.requestParameters, 'streamSpecification') !== undefined;
  return set(known, event, given ? { settings: { stream: streamIn(event.requestParameters) } } : {});
}

function createTopic(known: OwnComponent, event: TrailEvent): OwnComponent {
  return set(known, event, { settings: attributesIn(TOPIC_ATTRIBUTES, get(event.requestParameters, 'attributes')) });
}

function setTopic(known: OwnComponent, event: TrailEvent): OwnComponent {
  const name = getText(event.requestParameters, 'attributeName') ?? '';
  const value = getText(event.requestParameters, 'attributeValue') ?? '';
  return set(known, event, { settings: attributesIn(TOPIC_ATTRIBUTES, { [name]: value }) });
}
