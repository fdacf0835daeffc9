import { byValue, type Detection } from './detection.ts';

/** A format of a value or of a part of it. */
export interface Format {
  readonly detection: Detection;
  /** Every match contains this: a search for it is cheaper. What follows it in a match is drawn at random. */
  readonly mark: string;
  readonly pattern: RegExp;
}

/** Declares a format. A token must not begin inside a longer word. */
export const format = (detector: string, phrase: string, mark: string, pattern: RegExp): Format => ({
  detection: byValue(detector, phrase),
  mark,
  pattern,
});

/** Name, phrase, mark, what follows the mark, and the page that documents the format. */
type Row = readonly [detector: string, phrase: string, mark: string, body: string, page: string];

/** Credentials with a documented prefix, besides those that secretlint knows. */
// biome-ignore format: one row a line.
const PREFIXES: readonly Row[] = [
  ['adobe-secret', 'an Adobe client secret', 'p8e-', '[A-Za-z0-9_-]{32}', 'https://developer.adobe.com/developer-console/docs/guides/authentication/'],
  ['age-key', 'an age key', 'AGE-SECRET-KEY-1', '[A-Z0-9]{20,}', 'https://github.com/FiloSottile/age'],
  ['airtable-token', 'an Airtable token', 'pat', String.raw`[A-Za-z0-9]{14}\.[0-9a-f]{64}`, 'https://airtable.com/developers/web/guides/personal-access-tokens'],
  ['alibaba-key', 'an Alibaba Cloud access key', 'LTAI', '[A-Za-z0-9]{12,20}', 'https://www.alibabacloud.com/help/en/ram/'],
  ['apify-token', 'an Apify token', 'apify_api_', '[A-Za-z0-9]{30,}', 'https://docs.apify.com/platform/integrations/api'],
  ['artifactory-token', 'an Artifactory token', 'AKCp', '[A-Za-z0-9]{60,}', 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/'],
  ['artifactory-token', 'an Artifactory token', 'cmVmdGtuO', '[A-Za-z0-9]{55,}', 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/'],
  ['atlassian-token', 'an Atlassian token', 'ATATT3', '[A-Za-z0-9_=-]{50,}', 'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/'],
  ['atlassian-token', 'an Atlassian token', 'ATCTT3', '[A-Za-z0-9_=-]{50,}', 'https://support.atlassian.com/bitbucket-cloud/docs/access-tokens/'],
  ['atlassian-token', 'an Atlassian token', 'ATBB', '[A-Za-z0-9]{28,}', 'https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/'],
  ['aws-bedrock-key', 'an Amazon Bedrock API key', 'ABSK', '[A-Za-z0-9+/]{100,}', 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html'],
  ['brevo-key', 'a Brevo key', 'xkeysib-', '[0-9a-f]{40,}', 'https://developers.brevo.com/docs/getting-started'],
  ['brevo-key', 'a Brevo key', 'xsmtpsib-', '[0-9a-f]{40,}', 'https://developers.brevo.com/docs/getting-started'],
  ['buildkite-token', 'a Buildkite token', 'bkua_', '[0-9a-f]{40}', 'https://buildkite.com/docs/apis/managing-api-tokens'],
  ['circleci-token', 'a CircleCI token', 'CCIPAT_', '[A-Za-z0-9]{20,}_[A-Za-z0-9]{30,}', 'https://circleci.com/docs/managing-api-tokens/'],
  ['circleci-token', 'a CircleCI token', 'CCIPRJ_', '[A-Za-z0-9]{20,}_[A-Za-z0-9]{30,}', 'https://circleci.com/docs/managing-api-tokens/'],
  ['clojars-token', 'a Clojars token', 'CLOJARS_', '[a-z0-9]{60}', 'https://github.com/clojars/clojars-web/wiki/Deploy-Tokens'],
  ['cloudflare-key', 'a Cloudflare key', 'v1.0-', '[0-9a-f]{24}-[0-9a-f]{100,}', 'https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/'],
  ['contentful-token', 'a Contentful token', 'CFPAT-', '[A-Za-z0-9_-]{40,}', 'https://www.contentful.com/developers/docs/references/authentication/'],
  ['crates-token', 'a crates.io token', 'cio', '[A-Za-z0-9]{32}', 'https://doc.rust-lang.org/cargo/reference/publishing.html'],
  ['deepseek-key', 'a DeepSeek key', 'sk-', '[0-9a-f]{32}', 'https://api-docs.deepseek.com/'],
  ['databricks-token', 'a Databricks token', 'dapi', '[0-9a-f]{32}', 'https://docs.databricks.com/aws/en/dev-tools/auth/pat'],
  ['docker-swarm-token', 'a Docker Swarm token', 'SWMTKN-1-', '[a-z0-9]{40,}-[a-z0-9]{20,}', 'https://docs.docker.com/engine/swarm/join-nodes/'],
  ['docker-token', 'a Docker access token', 'dckr_', '(?:oat|pat)_[A-Za-z0-9_-]{27,}', 'https://docs.docker.com/enterprise/security/access-tokens/'],
  ['doppler-token', 'a Doppler token', 'dp.', String.raw`(?:pt|st|ct|sa|scim|audit)\.(?:[\w-]{1,40}\.)?[A-Za-z0-9]{40,44}`, 'https://docs.doppler.com/docs/enclave-service-tokens'],
  ['dropbox-token', 'a Dropbox token', 'sl.', '[A-Za-z0-9_-]{100,}', 'https://www.dropbox.com/developers/documentation/http/documentation'],
  ['duffel-token', 'a Duffel token', 'duffel_', '(?:test|live)_[A-Za-z0-9_-]{43}', 'https://duffel.com/docs/api/overview/making-requests'],
  ['dynatrace-token', 'a Dynatrace token', 'dt0', String.raw`[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}`, 'https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens'],
  ['easypost-key', 'an EasyPost key', 'EZ', '[AT]K[A-Za-z0-9]{54}', 'https://docs.easypost.com/docs/authentication'],
  ['elevenlabs-key', 'an ElevenLabs key', 'sk_', '[0-9a-f]{48}', 'https://elevenlabs.io/docs/api-reference/authentication'],
  ['facebook-token', 'a Facebook token', 'EAA', '[A-Za-z0-9]{60,}', 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens/'],
  ['firecrawl-key', 'a Firecrawl key', 'fc-', '[0-9a-f]{32}', 'https://docs.firecrawl.dev/api-reference/introduction'],
  ['flutterwave-key', 'a Flutterwave key', 'FLWSECK', '(?:_TEST)?-[A-Za-z0-9]{12,}-X', 'https://developer.flutterwave.com/docs/authentication'],
  ['fly-token', 'a Fly.io token', 'fm1', '[ar]?_[A-Za-z0-9+/_-]{40,}', 'https://fly.io/docs/security/tokens/'],
  ['fly-token', 'a Fly.io token', 'fm2_', '[A-Za-z0-9+/_-]{40,}', 'https://fly.io/docs/security/tokens/'],
  ['fly-token', 'a Fly.io token', 'fo1_', '[A-Za-z0-9_-]{40,}', 'https://fly.io/docs/security/tokens/'],
  ['frameio-token', 'a Frame.io token', 'fio-u-', '[A-Za-z0-9_=-]{64}', 'https://developer.frame.io/'],
  ['github-token', 'a GitHub token', 'gh', '[oprsu]_[A-Za-z0-9]{36,}', 'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github'],
  ['gitlab-token', 'a GitLab token', 'gl', '(?:pat|dt|rt|rtr|cbt|oas|ptt|soat|imt|agent|ft|ffct|wt)-[A-Za-z0-9_-]{20,}', 'https://docs.gitlab.com/security/tokens/'],
  ['gitlab-token', 'a GitLab token', 'GR1348941', '[A-Za-z0-9_-]{20}', 'https://docs.gitlab.com/security/tokens/'],
  ['google-api-key', 'a Google API key', 'AIza', '[A-Za-z0-9_-]{35}', 'https://docs.cloud.google.com/docs/authentication/api-keys'],
  ['google-oauth-secret', 'a Google OAuth client secret', 'GOCSPX-', '[A-Za-z0-9_-]{24,}', 'https://developers.google.com/identity/protocols/oauth2'],
  ['google-oauth-token', 'a Google OAuth token', 'ya29.', '[A-Za-z0-9_-]{20,}', 'https://developers.google.com/identity/protocols/oauth2'],
  ['google-oauth-token', 'a Google OAuth token', '1//', '[A-Za-z0-9_-]{40,}', 'https://developers.google.com/identity/protocols/oauth2'],
  ['grafana-token', 'a Grafana token', 'glsa_', '[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}', 'https://grafana.com/docs/grafana/latest/administration/service-accounts/'],
  ['grafana-token', 'a Grafana token', 'glc_', '[A-Za-z0-9+/]{32,}', 'https://grafana.com/docs/grafana-cloud/account-management/authentication-and-permissions/access-policies/'],
  ['groq-key', 'a Groq API key', 'gsk_', '[A-Za-z0-9]{40,}', 'https://console.groq.com/docs/quickstart'],
  ['harness-token', 'a Harness token', 'pat.', String.raw`[A-Za-z0-9_-]{22}\.[0-9a-f]{24}\.[A-Za-z0-9]{20}`, 'https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/'],
  ['heroku-key', 'a Heroku API key', 'HRKU-', '[A-Za-z0-9_-]{36,}', 'https://devcenter.heroku.com/articles/authentication'],
  ['honeycomb-key', 'a Honeycomb key', 'hc', '[abci](?:ik|lk|mk)_[A-Za-z0-9]{50,}', 'https://docs.honeycomb.io/configure/environments/manage-api-keys/'],
  ['hubspot-token', 'a HubSpot token', 'pat-', '(?:na|eu)[0-9]-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview'],
  ['huggingface-token', 'a Hugging Face token', 'hf_', '[A-Za-z0-9]{34,}', 'https://huggingface.co/docs/hub/security-tokens'],
  ['infracost-key', 'an Infracost key', 'ico-', '[A-Za-z0-9]{32}', 'https://www.infracost.io/docs/features/environment_variables/'],
  ['inngest-key', 'an Inngest signing key', 'signkey-', '[a-z]{2,12}-[0-9a-f]{32,}', 'https://www.inngest.com/docs/platform/signing-keys'],
  ['intercom-token', 'an Intercom token', 'dG9rO', '[A-Za-z0-9+/=_-]{50,}', 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication'],
  ['jina-key', 'a Jina AI key', 'jina_', '[A-Za-z0-9_-]{50,}', 'https://jina.ai/embeddings/'],
  ['langfuse-key', 'a Langfuse key', 'sk-lf-', '[0-9a-f-]{36}', 'https://langfuse.com/docs/api-and-data-platform/features/public-api'],
  ['langsmith-key', 'a LangSmith key', 'lsv2_', '(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}', 'https://docs.langchain.com/langsmith/create-account-api-key'],
  ['launchdarkly-key', 'a LaunchDarkly key', 'sdk-', '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'https://launchdarkly.com/docs/sdk/concepts/client-side-server-side'],
  ['linear-key', 'a Linear API key', 'lin_', '(?:api|oauth)_[A-Za-z0-9]{32,}', 'https://linear.app/developers/graphql'],
  ['mailersend-token', 'a MailerSend token', 'mlsn.', '[0-9a-f]{60,}', 'https://developers.mailersend.com/general.html'],
  ['mapbox-token', 'a Mapbox secret token', 'sk.eyJ', String.raw`[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}`, 'https://docs.mapbox.com/help/dive-deeper/access-tokens/'],
  ['neon-key', 'a Neon API key', 'napi_', '[a-z0-9]{40,}', 'https://neon.com/docs/manage/api-keys'],
  ['new-relic-key', 'a New Relic key', 'NRAK-', '[A-Z0-9]{27}', 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/'],
  ['new-relic-key', 'a New Relic key', 'NRII-', '[A-Za-z0-9_-]{32}', 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/'],
  ['netlify-token', 'a Netlify token', 'nfp_', '[A-Za-z0-9]{36,}', 'https://docs.netlify.com/api-and-cli-guides/cli-guides/get-started-with-cli/'],
  ['notion-token', 'a Notion token', 'ntn_', '[A-Za-z0-9]{40,}', 'https://developers.notion.com/docs/authorization'],
  ['notion-token', 'a Notion token', 'secret_', '[A-Za-z0-9]{43}', 'https://developers.notion.com/docs/authorization'],
  ['npm-token', 'an npm token', 'npm_', '[A-Za-z0-9]{36}', 'https://docs.npmjs.com/about-access-tokens'],
  ['nuget-key', 'a NuGet key', 'oy2', '[a-z0-9]{43}', 'https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys'],
  ['nvidia-key', 'an NVIDIA API key', 'nvapi-', '[A-Za-z0-9_-]{50,}', 'https://docs.nvidia.com/nim/large-language-models/latest/getting-started.html'],
  ['octopus-key', 'an Octopus Deploy key', 'API-', '[A-Z0-9]{26,}', 'https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key'],
  ['onepassword-token', 'a 1Password service account token', 'ops_eyJ', '[A-Za-z0-9+/=]{80,}', 'https://developer.1password.com/docs/service-accounts/'],
  ['openrouter-key', 'an OpenRouter key', 'sk-or-v1-', '[0-9a-f]{60,}', 'https://openrouter.ai/docs/api-reference/authentication'],
  ['openshift-token', 'an OpenShift token', 'sha256~', '[A-Za-z0-9_-]{43}', 'https://docs.openshift.com/container-platform/latest/authentication/managing-oauth-access-tokens.html'],
  ['perplexity-key', 'a Perplexity key', 'pplx-', '[A-Za-z0-9]{40,}', 'https://docs.perplexity.ai/guides/api-key-management'],
  ['pinecone-key', 'a Pinecone key', 'pcsk_', '[A-Za-z0-9_]{40,}', 'https://docs.pinecone.io/guides/projects/manage-api-keys'],
  ['plaid-token', 'a Plaid access token', 'access-', '(?:production|development|sandbox)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'https://plaid.com/docs/api/tokens/'],
  ['planetscale-token', 'a PlanetScale token', 'pscale_', '(?:tkn|pw|oauth)_[A-Za-z0-9_=.-]{32,}', 'https://planetscale.com/docs/concepts/service-tokens'],
  ['posthog-key', 'a PostHog personal key', 'phx_', '[A-Za-z0-9]{40,}', 'https://posthog.com/docs/api'],
  ['postman-key', 'a Postman key', 'PMAK-', '[0-9a-f]{24}-[0-9a-f]{34}', 'https://learning.postman.com/docs/developer/postman-api/authentication/'],
  ['prefect-key', 'a Prefect key', 'pnu_', '[A-Za-z0-9]{36}', 'https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys'],
  ['pulumi-token', 'a Pulumi token', 'pul-', '[0-9a-f]{40}', 'https://www.pulumi.com/docs/administration/access-identity/access-tokens/'],
  ['pypi-token', 'a PyPI token', 'pypi-', '(?:AgE|AgN)[A-Za-z0-9_-]{30,}', 'https://pypi.org/help/#apitoken'],
  ['readme-key', 'a ReadMe key', 'rdme_', '[a-z0-9]{60,}', 'https://docs.readme.com/main/reference/intro/authentication'],
  ['render-key', 'a Render key', 'rnd_', '[A-Za-z0-9]{28,}', 'https://api-docs.render.com/reference/authentication'],
  ['replicate-token', 'a Replicate token', 'r8_', '[A-Za-z0-9]{37}', 'https://replicate.com/docs/topics/security/api-tokens'],
  ['resend-key', 'a Resend key', 're_', '[A-Za-z0-9]{8}_[A-Za-z0-9]{24}', 'https://resend.com/docs/dashboard/api-keys/introduction'],
  ['rubygems-key', 'a RubyGems key', 'rubygems_', '[A-Za-z0-9]{48}', 'https://guides.rubygems.org/api-key-scopes/'],
  ['sendgrid-key', 'a SendGrid API key', 'SG.', String.raw`[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{30,}`, 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys'],
  ['sentry-token', 'a Sentry token', 'sntry', '[su]_[A-Za-z0-9_+/=]{40,}', 'https://docs.sentry.io/account/auth-tokens/'],
  ['shippo-token', 'a Shippo token', 'shippo_', '(?:live|test)_[0-9a-f]{40}', 'https://docs.goshippo.com/docs/guides_general/authentication/'],
  ['shopify-token', 'a Shopify token', 'shp', '(?:at|ca|pa|ss|tka)_[A-Za-z0-9]{32,}', 'https://shopify.dev/docs/apps/build/authentication-authorization'],
  ['slack-token', 'a Slack token or webhook', 'xox', '(?:[abeoprs]|e\\.xox[bp])-[A-Za-z0-9-]{20,}', 'https://docs.slack.dev/authentication/tokens'],
  ['slack-token', 'a Slack token or webhook', 'xapp-', String.raw`\d-[A-Z0-9]+-\d+-[a-z0-9]{30,}`, 'https://docs.slack.dev/authentication/tokens'],
  ['snyk-token', 'a Snyk token', 'snyk_', String.raw`(?:uat|sat)\.[A-Za-z0-9._-]{30,}`, 'https://docs.snyk.io/snyk-api/authentication-for-api'],
  ['sonar-token', 'a Sonar token', 'sq', '[apu]_[0-9a-f]{40}', 'https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/'],
  ['sourcegraph-token', 'a Sourcegraph token', 'sgp_', '(?:[0-9a-f]{16}_|local_)?[0-9a-f]{40}', 'https://sourcegraph.com/docs/cli/how-tos/creating-an-access-token'],
  ['square-token', 'a Square token', 'sq0', '(?:atp|csp)-[A-Za-z0-9_-]{22,}', 'https://developer.squareup.com/docs/build-basics/access-tokens'],
  ['square-token', 'a Square token', 'EAAA', '[A-Za-z0-9_-]{60}', 'https://developer.squareup.com/docs/build-basics/access-tokens'],
  ['stripe-webhook-secret', 'a webhook signing secret', 'whsec_', '[A-Za-z0-9+/]{24,}', 'https://docs.stripe.com/webhooks'],
  ['supabase-key', 'a Supabase key', 'sbp_', '[A-Za-z0-9]{40,}', 'https://supabase.com/docs/reference/api/introduction'],
  ['supabase-key', 'a Supabase key', 'sb_secret_', '[A-Za-z0-9_-]{20,}', 'https://supabase.com/docs/guides/api/api-keys'],
  ['tailscale-key', 'a Tailscale key', 'tskey-', '[a-z]{2,20}-[A-Za-z0-9]{8,}-[A-Za-z0-9]{16,}', 'https://tailscale.com/kb/1085/auth-keys'],
  ['tavily-key', 'a Tavily key', 'tvly-', '[A-Za-z0-9-]{24,}', 'https://docs.tavily.com/documentation/api-reference/introduction'],
  ['together-key', 'a Together AI key', 'tgp_v1_', '[A-Za-z0-9_-]{40,}', 'https://docs.together.ai/docs/quickstart'],
  ['twilio-key', 'a Twilio API key', 'SK', '[0-9a-f]{32}', 'https://www.twilio.com/docs/iam/api-keys'],
  ['typeform-token', 'a Typeform token', 'tfp_', '[A-Za-z0-9_.-]{40,}', 'https://www.typeform.com/developers/get-started/personal-access-token/'],
  ['vault-token', 'a Vault token', 'hv', String.raw`[brs]\.[A-Za-z0-9_-]{24,}`, 'https://developer.hashicorp.com/vault/docs/concepts/tokens'],
  ['vault-token', 'a Vault token', 's.', '[A-Za-z0-9]{24}', 'https://developer.hashicorp.com/vault/docs/concepts/tokens'],
  ['vercel-token', 'a Vercel token', 'vc', '[pacrki]_[A-Za-z0-9]{20,}', 'https://vercel.com/docs/rest-api'],
  ['weights-and-biases-key', 'a Weights & Biases key', 'wandb_v1_', '[A-Za-z0-9_]{40,}', 'https://docs.wandb.ai/support/find_api_key'],
  ['xai-key', 'an xAI key', 'xai-', '[A-Za-z0-9]{60,}', 'https://docs.x.ai/docs/tutorial'],
];

/** A short prefix occurs in other texts too, so the length has to be right as well. */
const patternOf = (mark: string, body: string): RegExp =>
  new RegExp(
    `(?<![A-Za-z0-9])${mark.replaceAll('.', '\\.')}${body}${mark.length < 4 && !body.endsWith(',}') ? '(?![A-Za-z0-9])' : ''}`,
    'g',
  );

/** The formats of the table. */
export const VENDORS: readonly Format[] = PREFIXES.map(([detector, phrase, mark, body]) =>
  format(detector, phrase, mark, patternOf(mark, body)),
);
