import type { Claim } from './names.ts';
import { readName } from './names.ts';
import { isFiller, isPlaceholder } from './placeholders.ts';
import { looksRandom } from './randomness.ts';

/** Places where a secret is kept, and what is public: no secrets under any name. */
const POINTERS: readonly RegExp[] = [
  /^(?:true|false|yes|no|on|off|y|n|enabled?|disabled?|required(?:\|.*)?|optional|string|boolean|number)$/i,
  /^arn:aws[\w-]*:/,
  /^(?:[a-z]{1,12}[+:])?(?:ssm|secretsmanager|awssm|aws-ssm|aws-sm|op|akv|gcpsm|sm|s3|gs|vault|ref\+[a-z]+|file|env|kms|alias|azurekeyvault|keyvault|secretref|bao|doppler|infisical|keyring|keychain|k8s|secret):\/\/?[^@]*$/i,
  /^(?:[a-z]{2,10}:)?(?:vault|ssm|secrets?[-_]?manager|kms|env|file|secretref|parameter|op|key_?vault|azurekv|akv|keyring|keychain|awssm|asm|gcpsm|bitwarden|1password|doppler|infisical|conjur|chamber|credstash)[:#][\w./#:@-]+$/i,
  // Encrypted: by Spring Cloud Config, Vault's transit engine, KMS, dotenvx, git-crypt, age and PGP.
  /^(?:\{cipher\}|vault:v\d+:|kms:|encrypted:|age-encryption\.org\/)[\w+/=]+$/,
  /^-----BEGIN (?:AGE ENCRYPTED FILE|PGP MESSAGE|PKCS7|ENCRYPTED DATA)-----/,
  /^projects\/[\w-]+\/secrets\/[\w/-]+$/,
  // A secret that an AWS service manages. https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html
  /^(?:rds|redshift|ecs-sc|events|appflow|databrew|datasync|directconnect|sqlworkbench|opsworks-cm|deadline|pcs|marketplace-deployment|bedrock-agentcore-identity|payment-cryptography)![\w/+=.@-]{1,200}(?::[\w-]*:\w*:[\w-]*)?$/,
  // A secret with its JSON key, stage and version. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
  /^[\w/+=.@-]{1,200}:[\w-]*:(?:AWSCURRENT|AWSPREVIOUS|AWSPENDING)?:[\w-]*$/,
  /^(?:alias\/|aws\/|mrk-)[\w/-]+$/,
  // Encrypted by KMS (every ciphertext blob starts so), by Ansible, by Sealed Secrets.
  /^AQICAH[\w+/=]+$/,
  /^\$ANSIBLE_VAULT;/,
  /^-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE REQUEST|X509 CRL|PGP PUBLIC KEY BLOCK|SSH2 PUBLIC KEY)-----(?![\s\S]*PRIVATE KEY)/,
  /^(?:[\w@.,="/ -]{0,200} )?(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\w+|sk-[\w.-]+@openssh\.com) AAAA/,
  /^age1[a-z0-9]{58}$/,
  /^data:image\//,
  /^(?:sha(?:1|256|384|512)|md5)[:-][\w+/=]{20,}$/,
  /^(?:A[KS]IA[A-Z0-9]*EXAMPLE|[A-Za-z0-9/+]+EXAMPLEKEY)$/,
  // Keys of web clients: Stripe, Mapbox, Clerk, PostHog.
  /^pk(?:_(?:live|test))?[_.][\w.$-]{20,}$|^phc_\w{30,}$/,
];

/** Harmless, unless the name names a password: a password can be any text. */
const SETTING: readonly RegExp[] = [
  /^[-+]?\d+(?:\.\d+)?$/,
  /^\d+(?:\.\d+)?\s?(?:ms|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?|[kmg]i?b|%)$/i,
  /^P(?:\d+[YMWD])*(?:T[\dHMS.]+)?$/,
  /^\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/,
  /^(?:bearer|basic|digest|oauth2?|oidc|saml|jwt|iam|sigv4|apikey|api_key|cookie|header|query|ldap|kerberos|mtls|include|omit|same-origin|default|auto|inherit|internal|external|vault|ssm|secretsmanager|env|file|opaque|anonymous|(?:instance|container|default|named)[-_]?(?:profile|metadata|role|chain)|ec2instancemetadata|ecscontainer|(?:web|managed|workload|pod)[-_]?identity|assume[-_]?role|client_secret_\w+|access_token|refresh_token|id_token|instance_profile|public|private|json|local|memory|redis|database|header|strict|lax|always|never|manual)$/i,
  /^(?:beta|alpha|canary|rollout|experimental|preview|stable|deprecated|ga|draft|full|partial|gradual|trial)$/i,
  /^(?:rate|cron|at)\(.*\)$|^(?:[\d*,/?-]{1,20} ){4,5}[\w*?,/-]{1,20}$/,
  /^\d+(?:\.\d+)?\/(?:s|sec|second|m|min|minute|h|hour|d|day)$/,
  // The name of another variable, or a list of names.
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/,
  /^[A-Z][A-Z0-9_]*(?:,\s?[A-Z][A-Z0-9_]*)+$/,
  /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+$/,
  // A secret that another AWS service manages. A password can have this form too.
  /^[a-z][a-z0-9-]{1,30}![a-z][\w/+=.@-]{0,200}$/,
  // The ids of AWS resources.
  /^(?:[a-z]{1,12}-(?:[0-9a-f]{8}|[0-9a-f]{17})(?:,\s?)?)+$/,
];

/** The names of algorithms. */
const ALGORITHM =
  /^(?:(?:HS|RS|ES|PS)(?:256|384|512)|EdDSA|(?:hmac-?|pbkdf2[-_:])?sha[-_]?(?:1|224|256|384|512)|aes[-_]\d{3}[-_\da-z]*|bcrypt|argon2(?:id?|d)?|scrypt|pbkdf2|rsa-?\d*|ed25519|scram-sha-\d+|ecdsa(?:-p\d+)?|chacha20(?:-poly1305)?|secp256k1)$/i;

/** The dotted name of a module or class. */
const DOTTED = /^(?:[A-Za-z_]\w{0,40}\.){2,}[A-Za-z_]\w{0,60}$/;

/** The form of names of stored secrets: `prod-db-credentials`. */
const STORED_NAME =
  /^(?=.*(?:^|[-_])(?:prod|production|dev|staging|stage|test|qa|uat|live|secrets?|creds?|credentials?|db|database|rds|app|svc|service)(?:[-_]|$))[a-z]+(?:[-_][a-z]+){1,}$/;

/** Words, with or without separators. */
const PLAIN_WORDS = /^[A-Za-z]+(?:[-_ .:/][A-Za-z]+){0,6}$/;

/** The name of a file, also with random text in it. */
const FILE =
  /^[\w./@ -]{1,400}\.(?:png|jpe?g|gif|svg|csv|tsv|jsonl?|zip|t?gz|tar|parquet|avro|txt|pdf|html|xml|ya?ml|toml|tfstate|pem|key|crt|cer|p12|pfx|jks|log|js|css|md|conf|cfg|ini|properties|env|sql|db|bak|enc|jar|war|whl)$/i;

const PATH = /^(?:~|\.{1,2}|[A-Za-z]:|[\w-]+)?(?:[\\/]+[\w.@+=-]+)+[\\/]?$/;
/** A password can have one slash in the middle. */
const ROOTED_OR_DEEP = /^[~./\\]|[\\/].*[\\/]/;

/** A URL with a password was detected before. */
const URL_FORM = /^[a-z][a-z0-9+.-]{1,30}:\/\/\S*$/i;

/** One expression for all: the calls of many would take most of the time. */
const anyOf = (patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source, ignoreCase }) => `(?${ignoreCase ? 'i' : ''}:${source})`).join('|'));

const POINTER = anyOf(POINTERS);
const A_SETTING = anyOf(SETTING);

/** Whether a value is no secret under any name. */
export function isHarmless(value: string): boolean {
  return isPlaceholder(value) || POINTER.test(value);
}

/** Whether a value is no secret although its name names one: a path, an address, a setting. */
export function isHarmlessUnder({ noun, certain, stored, loose }: Claim, value: string): boolean {
  if (URL_FORM.test(value) || isDotted(value) || ALGORITHM.test(value) || isNameOfSecret(value)) return true;
  if (!certain && !looksRandom(value)) return true;
  if (noun === 'password') return /^\d{1,2}$/.test(value) || (ROOTED_OR_DEEP.test(value) && isPath(value));
  if (noun === 'token' && /^[A-Z]{2,6}$/.test(value)) return true;
  if (FILE.test(value) || isPath(value) || isFiller(value) || A_SETTING.test(value)) return true;
  if (loose && PLAIN_WORDS.test(value) && !looksRandom(value)) return true;
  if (noun === 'key' && /^(?:password|passwd|username|user|token|secret|key|value)$/.test(value)) return true;
  return stored && STORED_NAME.test(value);
}

/** `DB_PASSWORD` as a value names a variable. A single word such as `password` can be a weak password. */
function isNameOfSecret(value: string): boolean {
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) && readName(value) !== undefined;
}

function isDotted(value: string): boolean {
  return DOTTED.test(value) && !looksRandom(value);
}

/** A path has words between its slashes. Base64 can have slashes too, but no words between them. */
function isPath(value: string): boolean {
  return (
    value === '/' || (PATH.test(value) && value.split(/[\\/]/).every((part) => part.length <= 64 && isWordy(part)))
  );
}

function isWordy(part: string): boolean {
  const changes = part.match(/[a-z](?=[A-Z0-9])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return changes <= Math.max(1, part.length / 5) || /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(part);
}
