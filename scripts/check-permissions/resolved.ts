import type { Resources } from '../../deploy/cloudformation.ts';

/** Where a template is deployed to, as CloudFormation's pseudo parameters name it. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The name of the stack. */
  readonly stack: string;
}

/** As long as CloudFormation makes the end of a name. */
const SUFFIX = '1ABCDEFGHIJKL';

/**
 * A part of a template with the values that CloudFormation fills in: `Ref`, `Fn::GetAtt` and `Fn::Sub`.
 * @throws {Error} that names a function or a resource for which there is no value.
 */
export function resolved(value: unknown, resources: Resources, place: Place): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, resources, place));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name = '', given] = entries.length === 1 ? (entries[0] ?? []) : [];
  if (name === 'Ref') return named(String(given), resources, place);
  if (name === 'Fn::Sub') return filled(String(given), resources, place);
  if (name === 'Fn::GetAtt') {
    const [id = '', attribute = ''] = given as readonly string[];
    return attributeOf(id, attribute, resources, place);
  }
  if (name.startsWith('Fn::')) throw new Error(`${name} is not resolved.`);
  return Object.fromEntries(entries.map(([key, each]) => [key, resolved(each, resources, place)]));
}

function filled(text: string, resources: Resources, place: Place): string {
  return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const [id = '', attribute] = name.split('.');
    return attribute ? attributeOf(id, attribute, resources, place) : named(name, resources, place);
  });
}

/** What `Ref` gives. */
function named(name: string, resources: Resources, place: Place): string {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Partition': place.partition,
    'AWS::Region': place.region,
    'AWS::AccountId': place.account,
    'AWS::StackName': place.stack,
  };
  if (pseudo[name] !== undefined) return pseudo[name];
  const type = resources[name]?.Type;
  const physical = nameOf(name, resources, place);
  if (type === 'AWS::SNS::Topic' || type === 'AWS::IAM::ManagedPolicy') return arnOf(name, resources, place);
  if (type === 'AWS::SQS::Queue') return `https://sqs.${place.region}.amazonaws.com/${place.account}/${physical}`;
  return physical;
}

function attributeOf(id: string, attribute: string, resources: Resources, place: Place): string {
  if (/^(QueueName|TopicName)$/.test(attribute)) return nameOf(id, resources, place);
  if (attribute === 'RoleId') return `AROA${'A'.repeat(17)}`;
  const arn = arnOf(id, resources, place);
  if (attribute === 'Arn') return arn;
  if (attribute === 'StreamArn') return `${arn}/stream/2026-01-01T00:00:00.000`;
  throw new Error(`${id}.${attribute} is not resolved.`);
}

/** The property that names a resource of a type; without it CloudFormation makes up a name. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::Events::Rule': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
};

function nameOf(id: string, resources: Resources, place: Place): string {
  const resource = resources[id];
  if (!resource) throw new Error(`There is no resource ${id}.`);
  const given = resource.Properties[NAMES[resource.Type] ?? ''];
  return typeof given === 'string' ? given : `${place.stack}-${id}-${SUFFIX}`;
}

function arnOf(id: string, resources: Resources, place: Place): string {
  const name = nameOf(id, resources, place);
  const { partition, region, account } = place;
  const regional = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const type = resources[id]?.Type ?? '';
  const arns: Readonly<Record<string, string>> = {
    'AWS::SQS::Queue': regional('sqs', name),
    'AWS::SNS::Topic': regional('sns', name),
    'AWS::DynamoDB::Table': regional('dynamodb', `table/${name}`),
    'AWS::Events::Rule': regional('events', `rule/${name}`),
    'AWS::Logs::LogGroup': regional('logs', `log-group:${name}`),
    'AWS::IAM::Role': `arn:${partition}:iam::${account}:role/${name}`,
    'AWS::IAM::ManagedPolicy': `arn:${partition}:iam::${account}:policy/${name}`,
  };
  const arn = arns[type];
  if (!arn) throw new Error(`The ARN of a resource of the type ${type} is not resolved.`);
  return arn;
}
