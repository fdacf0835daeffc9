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

/**
 * Records of functions are known from published ones. Those of rules, queues, mappings, tables and topics are inferred
 * from the API.
 */
export const ownComponent = defineKind<OwnComponent>()({
  name: 'own-component',
  type: (id) => TYPES[namesIn(id).type],
  title: 'Component of Plumbline',
  blank: BLANK,
  // The rules, the queue and the topic that forward the events of global services.
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

/** The fields that a call sets. Each call also shows that the component exists, and who set the fields. */
function written(...fields: readonly (keyof Shown)[]): readonly (keyof OwnComponent)[] {
  return ['exists', 'setBy', ...fields];
}

/** The targets for which the call failed. */
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

/** The call does not change an existing queue. A new queue has only the policy of the request. */
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

/** The record does not show the new policy. */
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

/** The SHA-256 of the package. */
function codeIn({ responseElements }: TrailEvent): string | undefined {
  return getText(responseElements, 'codeSha256');
}

/** CloudTrail hides the variables, so the new configuration cannot be compared. */
function configure(known: OwnComponent, event: TrailEvent): OwnComponent {
  return set(known, event, { settings: { configuration: undefined } });
}

function reserve(known: OwnComponent, event: TrailEvent): OwnComponent {
  const concurrency = getNumber(event.requestParameters, 'reservedConcurrentExecutions');
  if (concurrency === undefined) throw new UnreadableEvent('PutFunctionConcurrency shows no number');
  return set(known, event, { concurrency });
}

/** With a qualifier, the call deletes only one version. */
function removeFunction(known: OwnComponent, event: TrailEvent): OwnComponent | Gone {
  return functionIn(event).qualifier ? known : remove(known, event);
}

/** A new mapping is enabled unless the request says otherwise. The response does not show its final state. */
function createMapping(known: OwnComponent, event: TrailEvent): OwnComponent {
  const enabled = getFlag(event.requestParameters, 'enabled') ?? true;
  return set(known, event, { enabled, settings: mappingSettings(event.requestParameters) });
}

/** The response shows all settings, also unchanged ones. Only the request shows what was set. */
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
