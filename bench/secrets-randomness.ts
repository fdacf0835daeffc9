import { looksRandom } from '../shared/secrets/randomness.ts';
import { picker } from '../test/secrets/pairs/generate.ts';

const EACH = 2000;
const LENGTHS = [16, 20, 24, 32, 40, 48, 64] as const;
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ALPHABETS: Readonly<Record<string, string>> = {
  hex: '0123456789abcdef',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  'letters and digits, lower case': 'abcdefghijklmnopqrstuvwxyz0123456789',
  base62: ALNUM,
  base64: `${ALNUM}+/`,
  base64url: `${ALNUM}-_`,
};

const WORDS = `order customer payment invoice shipping cart checkout product catalog search index price stock warehouse
  user account profile session login service worker queue topic stream event handler gateway proxy cache store backup
  report export import daily weekly monthly archive config setting feature flag release build deploy region zone cluster
  node primary replica reader writer admin public private internal external legacy staging production development test
  message notification email template billing subscription license partner vendor supplier delivery tracking inventory
  analytics metric dashboard alert monitor health status sync batch job schedule pipeline transform mapper resolver
  factory provider manager controller repository adapter client server bean context registry strategy validator`.split(
  /\s+/,
);

/** Prints how many random texts of each alphabet and length are missed, and how many texts of words are taken for random. */
export function reportRandomness(): void {
  const next = picker('randomness');
  const rate = (one: () => string, random: boolean): string => {
    let wrong = 0;
    for (let i = 0; i < EACH; i++) if (looksRandom(one()) !== random) wrong += 1;
    return `${((wrong * 100) / EACH).toFixed(2)} %`;
  };
  const drawn = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet.charAt(Math.floor(next() * alphabet.length))).join('');
  const word = () => WORDS[Math.floor(next() * WORDS.length)] ?? '';
  const capital = () => word().replace(/^./, (first) => first.toUpperCase());
  const number = (below: number) => Math.floor(next() * below);

  console.log(`randomness, ${EACH} texts each: random texts that are missed`);
  for (const [name, alphabet] of Object.entries(ALPHABETS)) {
    console.log(
      `  ${name}: ${LENGTHS.map((length) => `${length}: ${rate(() => drawn(alphabet, length), true)}`).join(', ')}`,
    );
  }
  const hex = (length: number) => drawn('0123456789abcdef', length);
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-${drawn('89ab', 1)}${hex(3)}-${hex(12)}`;
  console.log(`  UUID: ${rate(uuid, true)}`);
  const wordy: Readonly<Record<string, () => string>> = {
    slugs: () => `${word()}-${word()}-${word()}-${number(100)}`,
    'host names': () => `${word()}-${number(10)}.${word()}.eu-west-${number(3)}.example.com`,
    'class names': () => `${capital()}${capital()}${capital()}${capital()}`,
    constants: () => `${word()}_${word()}_${word()}_V${number(10)}`.toUpperCase(),
    paths: () => `/${word()}/${word()}/${word()}${number(10)}.json`,
    'joined words': () => `${word()}${word()}${word()}`,
    dates: () => `20${10 + number(20)}-0${1 + number(9)}-1${number(10)}T0${number(10)}:3${number(10)}:00.000Z`,
    versions: () => `${word()}-service-v${number(20)}.${number(50)}.${number(9)}-rc${number(9)}`,
  };
  console.log('randomness: texts of words that are taken for random');
  console.log(
    `  ${Object.entries(wordy)
      .map(([name, one]) => `${name} ${rate(one, false)}`)
      .join(', ')}`,
  );
}
