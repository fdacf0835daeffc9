/** What a name says about its value. */
export type Noun = 'password' | 'secret' | 'token' | 'key' | 'credentials';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Lower case, without marks: `CONTRASEÑA` is `contrasena`. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (/^[ -~]*$/.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøđıßæ]/g, (char) => LATIN[char] ?? char);
}

const LATIN: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae' };

/** Whole words that name a secret, by what they name. Plurals are recognised too. Words of other languages are folded. */
const NOUNS: Readonly<Record<Noun, readonly string[]>> = {
  password: words(`
    password passwd passwrd pword passphrase passcode pass pwd pw pswd passwrt psw passkey pin psk
    passwort kennwort losungswort geheimwort adgangskode kodeord kodeordet losenord loesenord passord passordet contrasena
    contrasenya contrasenia clave senha palavrapasse palavrachave motdepasse mdp wachtwoord toegangscode haslo hasla salasana
    heslo parola parolachiave parole jelszo sifre geslo lozinka zaporka sifra parool parol slaptazodis lykilord matkhau sandi katasandi
    katalaluan fjalekalim
    пароль пароля паролю парола лозинка шифра 密码 密碼 口令 パスワード 暗証番号 비밀번호 암호 패스워드 รหัสผ่าน κωδικος
    συνθηματικο סיסמה סיסמא كلمةالمرور كلمةالسر पासवर्ड`).map(fold),
  secret: words(`
    secret salt pepper seed totpseed geheimnis geheim sekret segredo secreto segreto sekretess hemlighet hemmelighed
    hemmelighet tajemnica tajemstvi salaisuus titok gizli community hmac
    секрет секретный 秘密 シークレット 비밀 機密`).map(fold),
  token: words('token jeton zeton tokenet bearer токен 令牌 トークン 토큰').map(fold),
  key: words(`
    key schluessel schlussel sleutel nyckel nogle nokkel clef cle llave chave chiave klucz klic avain kulcs anahtar kljuc
    apikey preshared authkey privkey seckey enckey masterkey ключ 密钥 密鑰 鍵 キー 키 열쇠`).map(fold),
  credentials: words(`
    credential cred mnemonic basicauth erlangcookie auth license licence cookie session signature dsn webhook jwt login
    otp totp hotp code sas keytab htpasswd netrc zugangsdaten anmeldedaten identifiants credenciales credenciais credenziali inloggegevens
    poswiadczenia учетныеданные 凭据 凭证 認証情報`).map(fold),
};

/** Words of the lists above that name a secret only if the value looks random: they have other uses too. */
const POSSIBLE = new Set(
  words(`salt pepper seed hmac community geheim gizli titok bearer preshared key schluessel schlussel sleutel nyckel nogle nokkel clef
  cle llave chave chiave klucz klic avain kulcs anahtar kljuc ключ 鍵 キー 키 auth license licence cookie session signature
  dsn webhook jwt login otp totp hotp code sas passkey`).map(fold),
);

/** Words after which a key gives access, or before it in languages that put them there. Any value of such a key is secret. */
export const KEY_OWNERS = new Set(
  words(`api access private priv secret sec sign signing signature encrypt encryption enc decrypt decryption crypt crypto
  cipher master auth authentication authorization ssh hmac fernet account deploy deployment shared preshared psk symmetric aes
  rsa ecdsa jwt cookie app recovery unseal seal root admin service write license subscription functions host client server
  storage integration ingest ingestion function join tls ssl session wireguard wg gpg pgp`),
);

/** Keys that only random text shows to be secret, although an owner stands before them. */
export const WEAK_OWNERS = new Set(
  words(
    'app session service write host client server storage function functions tls ssl cookie admin license subscription join integration root account',
  ),
);

/** Keys that give no access, or that are public. */
export const OPEN_KEY = new Set(
  words(`public pub publishable anon site partition sort hash range primary foreign object s3 cache idempotency lookup feature
  index kms sharding shard group dedup deduplication translation i18n map sns sqs dynamo dynamodb redis state tfstate
  backend hot shortcut config json yaml dict sorting join_column unique composite compound natural surrogate candidate
  lock row column field header attribute tag label event message locale registry context`),
);

/** Tokens that are places in a list or a text, or goods. */
export const OPEN_TOKEN = new Set(
  words(`next page paging pagination continuation cursor eos bos pad padding unk sep cls mask stop special design native
  governance erc20 nft start end newline input output prompt completion generated max`),
);

/** Objects of Kubernetes that have this name. Their name is no secret. */
export const OBJECTS = new Set(
  words('existing pull from tls k8s kubernetes external create generate santa ref password passwd passwords'),
);

/** Owners of secrets that are given as text, besides those of keys. */
export const NEVER_STORED =
  /(?:auth|jwt|session|cookie|client)$|^(?:webhook|otp|totp|consumer|my|super|csrf|token|bot|request|state)$/;

/** Words before a secret word which say that the value is a switch or a number. */
export const SWITCHES = new Set(
  words(`enable enabled disable disabled require required requires allow allowed allows show hide has is should skip force
  generate max min num number count total ignore support supports no without with use uses using validate empty random
  forgot remember must expose prompt ask want default_to`),
);

/** Words after a secret word which say nothing about the value. */
export const NEUTRAL = new Set(
  words(`prod production dev develop development staging stage stg test testing qa uat live sandbox local demo main primary
  secondary backup old new current previous prev next latest active standby v a b hex b64 b32 base64 base64url base32
  encoded enc encrypted raw plain plaintext clear cleartext value values val text txt string str base default read write
  ro rw us eu ap east west north south central global internal external pem der x y one two three first second third
  hash hashed sha256 bcrypt md5 crypt json yaml yml env data content contents blob rotated`),
);

/** Words after a secret word which show that the value describes a secret: its place, its lifetime, its form. */
export const ABOUT = new Set(
  words(`name names arn arns id ids sid uuid url urls uri uris endpoint endpoints host hosts hostname hostnames domain domains
  port path paths file files filename dir directory folder location ttl expiry expire expires expired expiration exp lifetime
  timeout duration length len size min minimum max maximum age type types kind mode algorithm alg algo policy policies header
  headers issuer issuers audience audiences aud enabled enable disabled disable required optional rotation rotate rotates
  provider providers version versions prefix suffix field fields column columns attribute attributes param params parameter
  parameters table tables bucket buckets count counts limit limits quota quotas rate rates rounds region regions cache store
  stores backend backends manager managers var vars variable variables ref refs reference references format template templates
  email emails subject method methods scheme schemes strategy scope scopes grant grants day days hour hours minute minutes
  second_s sec secs ms interval intervals attempts attempt retries retry date dates at owner owners profile profiles alias
  aliases address addresses contract symbol list lists label labels title description hint hints regex pattern patterns
  validation validator validators strength complexity reset resets link links page pages route routes status state states
  registry realm map maps mapping mappings selector delimiter separator stdin fd iterations cost check checks fingerprint thumbprint usage usages
  budget window windows chars characters char charset case class classes handler handlers topic vault namespace event events
  flag flags feature features toggle prompt prompts prompted message messages msg notice text_s help docs doc documentation
  cleanup purge refresh renewal renew lifecycle schedule cron engine encoder encoding decoder hasher hashers history generator
  generation gen rule rules requirement requirements allowlist whitelist blacklist denylist model schema property properties
  prop props input output form forms screen view views dialog button icon color colour placeholder tooltip santa question
  questions answer helper helpers service services sync sharing share scan scanner scanning detection audit log logs logging
  meter metric metrics alert alerts alarm threshold period period_s validity valid skew leeway grace delay backoff changed
  change updated update created modified since until last_s active inactive mount mounts volume driver storage layer
  extension plugin module modules package library lib api apis client_id permission permissions protect protection secure
  samesite httponly source sources origin origins locations sock socket agent command cmd script binary bin exec process
  tool tooling protocol level kid kids jwks jwk pair pairs ring bits bit curve spec specs display visible visibility
  visibilities bundle per bytes byte consumption price prices pricing supply decimals
  primaria primario primaire publica publico publique pubblica sha digest checksum commit etag stage stages compat compatibility migration upgrade minlength maxlength`),
);

/** The same, but only at the end of a name: elsewhere they are often the owner of the secret. */
export const ABOUT_LAST = new Set(
  words(`user users username usernames role group groups service key keys project tenant cluster function lambda queue auth
  login cookie cookies index session sessions app application client server node account accounts repository repo`),
);

export interface Sense {
  readonly noun: Noun;
  /** Whether every value under the word is a secret, or only one that looks random. */
  readonly certain: boolean;
}

/** What each word names. */
export const SENSES: ReadonlyMap<string, Sense> = new Map(
  (['password', 'secret', 'token', 'key', 'credentials'] as const).flatMap((noun) =>
    NOUNS[noun].map((word) => [word, { noun, certain: !POSSIBLE.has(word) }] as const),
  ),
);

/** Words that are long enough to be recognised at the end of a joined word, and with one typing error. */
const LONG = [...SENSES.keys()].filter((word) => word.length >= 7 || ['secret', 'passwd', 'token'].includes(word));

export const LONG_BY_START = Map.groupBy(LONG, (word) => word.charAt(0));
export const LONG_BY_END = Map.groupBy(LONG, (word) => word.slice(-1));

/** Words of scripts that join words without a mark between them. */
export const OTHER_SCRIPTS: readonly string[] = [...SENSES.keys()].filter((word) => /[^a-z]/.test(word));

/** English words that are one typing error away from one of these. */
export const NOT_MISSPELT = new Set(
  words(
    'passed passes passer taken toked toker toke woken secrete secretes passmode passage credentialed parolee tokyo',
  ),
);

/** Words that are joined with a short secret word: `userpass`, `rootpw`, `appkey`. */
export const JOINED = new Set(
  words(`db sql pg my mysql postgres mongo redis user usr admin adm root app api auth access private secret sign master ssh smtp
  mail email ftp sftp http ldap bind ad svc service host client server web wifi vpn proxy login account acct sa sys system
  oracle mssql rabbit amqp kafka jms jks keystore truststore store key enc encrypt encryption shared preshared license
  licence cookie session hmac jwt deploy storage sudo su backup archive zip pdf cert pfx p12 ipsec radius git hub github
  gitlab npm docker registry nexus jenkins sonar vault consul nomad aws gcp azure s ps test prod dev main basic x imap pop
  snmp tls ssl data database the o old new cur curr default super guest owner bot hash`),
);
