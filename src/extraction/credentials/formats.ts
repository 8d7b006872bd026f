/** A format of credentials: found by its pattern in runs that contain its hint, a part that each one has. */
interface CredentialFormat {
  readonly issuer: string
  readonly hint: string
  readonly pattern: RegExp
}

const format = (issuer: string, hint: string, pattern: RegExp): CredentialFormat => ({
  issuer,
  hint,
  pattern,
})

/**
 * Formats that their issuers publish, none with spaces. Every pattern is linear: it starts at a fixed text or
 * runs over one class of characters of bounded length. Where the start is telling, letters may stand before it.
 */
const CREDENTIAL_FORMATS: readonly CredentialFormat[] = [
  format('age', 'AGE-SECRET-KEY-', /AGE-SECRET-KEY-1[A-Z0-9]{20,}/g),
  format('JSON web token', 'eyJ', /eyJ[\w-]{8,}(?:\.[\w-]{4,}){0,4}/g),
  format('Anthropic', 'sk-ant-', /sk-ant-[\w-]{8,}/g),
  format('OpenAI and alike', 'sk-', /(?<![a-z\d])sk-(?=[\w-]{0,60}\d)[\w-]{16,}/g),
  format('Stripe', '_live_', /[srp]k_live_\w{8,}/g),
  format('Stripe test', '_test_', /[srp]k_test_\w{8,}/g),
  format('webhook signing secret', 'whsec_', /whsec_[\w+/=-]{8,}/g),
  format('AWS access key', 'A', /A(?:KIA|SIA|ROA|IDA|GPA|NPA|NVA|BIA|CCA)(?=[A-Z]{0,15}\d)[A-Z\d]{16}/g),
  format('AWS Bedrock', 'ABSK', /ABSK[A-Za-z\d+/]{20,}={0,2}/g),
  format('GitHub', 'gh', /gh[pousr]_(?=[A-Za-z]{0,40}\d)\w{16,}/g),
  format('GitHub fine-grained', 'github_pat_', /github_pat_(?=\w{0,60}\d)\w{16,}/g),
  format('GitLab', 'gl', /gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas|imt|ffct)-[\w.-]{16,}/g),
  format('Slack', 'xox', /xox[a-z]-[\w-]{8,}/g),
  format('Slack app', 'xapp-', /xapp-[\w-]{8,}/g),
  format(
    'Slack webhook',
    'hooks.slack.com',
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/]{8,}/g,
  ),
  format('Discord webhook', '/api/webhooks/', /\/api\/webhooks\/\d{5,}\/[\w-]{8,}/g),
  format('Teams webhook', 'webhook.office.com', /webhook\.office\.com\/[\w/@.-]{8,}/g),
  format('Discord bot', '.', /(?<![A-Za-z\d])[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,}/g),
  format('Google API', 'AIza', /AIza[\w-]{16,}/g),
  format('Google OAuth secret', 'GOCSPX-', /GOCSPX-[\w-]{8,}/g),
  format('Google OAuth token', 'ya29.', /ya29\.[\w-]{8,}/g),
  format('Google refresh token', '1//0', /1\/\/0[\w-]{16,}/g),
  format('npm', 'npm_', /npm_(?=[A-Za-z]{0,36}\d)[A-Za-z0-9]{20,}/g),
  format('PyPI', 'pypi-', /pypi-(?=[\w-]{0,60}\d)[\w-]{16,}/g),
  format('RubyGems', 'rubygems_', /rubygems_[a-f0-9]{16,}/g),
  format('crates.io', 'cio', /(?<![A-Za-z\d])cio(?=[a-zA-Z]{0,32}\d)[a-zA-Z0-9]{32}(?![A-Za-z\d])/g),
  format('SendGrid', 'SG.', /SG\.[\w-]{8,}\.[\w-]{8,}/g),
  format('Twilio', 'SK', /SK[0-9a-f]{32}/g),
  format('Twilio account', 'AC', /AC[0-9a-f]{32}/g),
  format('Mailgun', 'key-', /key-[0-9a-z]{32}/g),
  format('Mailchimp', '-us', /[0-9a-f]{32}-us\d{1,2}/g),
  format('Brevo', 'xkeysib-', /xkeysib-[\w-]{16,}/g),
  format('Hugging Face', 'hf_', /(?<![A-Za-z\d])hf_[A-Za-z0-9]{16,}/g),
  format('Hugging Face', 'api_org_', /api_org_[A-Za-z0-9]{16,}/g),
  format('Replicate', 'r8_', /(?<![A-Za-z\d])r8_[A-Za-z0-9]{16,}/g),
  format('Groq', 'gsk_', /gsk_[A-Za-z0-9]{16,}/g),
  format('Perplexity', 'pplx-', /pplx-[A-Za-z0-9]{16,}/g),
  format('xAI', 'xai-', /xai-[A-Za-z0-9]{16,}/g),
  format('Tavily', 'tvly-', /tvly-[\w-]{16,}/g),
  format('LangSmith', 'lsv2_', /lsv2_[a-z]{2}_[a-f0-9_]{16,}/g),
  format('Pinecone', 'pcsk_', /pcsk_\w{16,}/g),
  format('DigitalOcean', 'do', /do[opr]_v1_[a-f0-9]{16,}/g),
  format('Shopify', 'shp', /shp(?:at|ca|pa|ss)_[a-fA-F0-9]{16,}/g),
  format('Square', 'sq0', /sq0[a-z]{3}-[\w-]{16,}/g),
  format('Square', 'EAAA', /EAAA[\w-]{60}/g),
  format('PayPal and Braintree', 'access_token$', /access_token\$(?:production|sandbox)\$[\w$]{16,}/g),
  format('Facebook', 'EAA', /EAA[A-Z][A-Za-z\d]{30,}/g),
  format('Twitter', 'AAAAAAAAA', /A{9,}[\w%]{20,}/g),
  format('Telegram bot', ':AA', /\d{8,10}:AA[\w-]{30,}/g),
  format('Azure account key', 'AccountKey', /AccountKey=[\w+/=]{8,}/g),
  format('signed URL', 'sig=', /(?<![A-Za-z\d])sig=[\w%+/=-]{16,}/g),
  format('signed URL', 'Signature=', /Signature=[\w%+/=~-]{16,}/g),
  format('Azure client secret', '8Q~', /[\w~.-]{3}8Q~[\w~.-]{31,34}/g),
  format('Databricks', 'dapi', /dapi[0-9a-f]{16,}(?:-\d)?/g),
  format('Linear', 'lin_', /lin_(?:api|oauth)_[A-Za-z0-9]{16,}/g),
  format('Notion', 'ntn_', /ntn_[A-Za-z0-9]{16,}/g),
  format('Notion', 'secret_', /secret_(?=[A-Za-z]{0,43}\d)[A-Za-z0-9]{32,}/g),
  format('Airtable', 'pat', /(?<![A-Za-z\d])pat[A-Za-z\d]{14}\.[a-f\d]{40,64}/g),
  format('HubSpot', 'pat-', /pat-(?:na|eu)\d-[a-f\d-]{20,}/g),
  format('Figma', 'fig', /fig[dour]_[\w-]{16,}/g),
  format('Postman', 'PMAK-', /PMAK-[a-f0-9-]{16,}/g),
  format('Grafana', 'gl', /gl(?:sa|c)_[\w+/=]{16,}/g),
  format('Sentry', 'sntry', /sntry[su]_[\w+/=.-]{16,}/g),
  format('Vault', 'hv', /hv[sbr]\.[\w-]{16,}/g),
  format('Terraform Cloud', '.atlasv1.', /[A-Za-z0-9]{10,20}\.atlasv1\.[\w-]{16,}/g),
  format('Doppler', 'dp.', /(?<![A-Za-z\d])dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{16,}/g),
  format('PlanetScale', 'pscale_', /pscale_(?:tkn|oauth|pw)_[\w.-]{16,}/g),
  format('Atlassian', 'ATATT', /ATATT3[\w=-]{16,}/g),
  format('Bitbucket', 'ATBB', /ATBB[A-Za-z\d]{20,}/g),
  format('Docker Hub', 'dckr_', /dckr_(?:pat|oat)_[\w-]{16,}/g),
  format('Supabase', 'sb', /sb(?:p_[a-f0-9]{16,}|_secret_[\w-]{16,})/g),
  format('Fly.io', 'fm', /fm[12][ar]?_[\w+/=]{16,}/g),
  format('Tailscale', 'tskey-', /tskey-[a-z]+-[\w-]{12,}/g),
  format('New Relic', 'NRAK-', /NRAK-[A-Z0-9]{16,}/g),
  format('Dynatrace', 'dt0', /dt0[a-z]\d{2}\.[A-Z\d]{20,24}\.[A-Z\d]{16,}/g),
  format('Buildkite', 'bkua_', /bkua_[a-f\d]{16,}/g),
  format('PagerDuty and others', 'pat_', /[a-z]{2,8}_pat_(?=[\w-]{0,40}\d)[\w-]{16,}/g),
  // Prefixes and lengths that gitleaks' rules know (gitleaks/gitleaks, MIT licence).
  format('1Password', 'A3-', /A3-[A-Z\d]{6}-(?:[A-Z\d]{11}|[A-Z\d]{6}-[A-Z\d]{5})(?:-[A-Z\d]{5}){3}/g),
  format('1Password service account', 'ops_eyJ', /ops_eyJ[\w+/=-]{16,}/g),
  format('Adobe', 'p8e-', /p8e-[a-z\d]{32}/gi),
  format('Alibaba', 'LTAI', /LTAI[A-Za-z\d]{12,24}/g),
  format('Artifactory', 'AKCp', /AKCp[A-Za-z\d]{60,}/g),
  format('Artifactory reference', 'cmVmd', /cmVmd[A-Za-z\d]{50,}/g),
  format('ClickHouse', '4b1d', /4b1d[A-Za-z\d]{38}/g),
  format('Clojars', 'CLOJARS_', /CLOJARS_[a-z\d]{30,}/gi),
  format('Cloudflare origin', 'v1.0-', /v1\.0-[a-f\d]{24}-[a-f\d]{100,}/g),
  format('Defined Networking', 'dnkey-', /dnkey-[\w=-]{26}-[\w=-]{40,}/g),
  format('Dropbox', 'sl.', /(?<![A-Za-z\d])sl\.[\w=-]{100,}/g),
  format('Duffel', 'duffel_', /duffel_(?:test|live)_[\w=-]{30,}/g),
  format('EasyPost', 'EZ', /EZ[AT]K[A-Za-z\d]{40,}/g),
  format('Facebook app', '|', /\d{15,16}\|[\w-]{27,40}/g),
  format('Flutterwave', 'FLW', /FLW(?:SEC|PUB)K_TEST-[a-h\d]{12,32}(?:-X)?/gi),
  format('Fly.io deploy', 'fo1_', /fo1_[\w-]{40,}/g),
  format('Frame.io', 'fio-u-', /fio-u-[\w=-]{40,}/g),
  format('Infracost', 'ico-', /ico-[A-Za-z\d]{32}/g),
  format('JFrog and OpenShift', 'sha256~', /sha256~[\w-]{40,}/g),
  format('Lob', '_', /(?<![a-z])(?:live|test)_(?:pub_)?[a-f\d]{31,35}(?![a-f\d])/g),
  format('Mapbox', 'k.eyJ', /[ps]k\.eyJ[\w-]{16,}\.[\w-]{16,}/g),
  format('MaxMind', '_mmk', /[A-Za-z\d]{6}_[A-Za-z\d]{29}_mmk/g),
  format('New Relic', 'NR', /NR(?:II|JS)-[A-Za-z\d-]{19,}/g),
  format('NuGet', 'oy2', /oy2[a-z\d]{43}/g),
  format('Octopus Deploy', 'API-', /API-[A-Z\d]{26}/g),
  format('Plaid', 'access-', /access-(?:sandbox|development|production)-[a-f\d-]{30,}/g),
  format('Prefect', 'pnu_', /pnu_[A-Za-z\d]{36}/g),
  format('Pulumi', 'pul-', /pul-[a-f\d]{40}/g),
  format('ReadMe', 'rdme_', /rdme_[a-z\d]{60,}/g),
  format('Scalingo', 'tk-us-', /tk-us-[\w-]{40,}/g),
  format('SettleMint', 'sm_', /sm_[aps]at_[A-Za-z\d]{16}/g),
  format('Shippo', 'shippo_', /shippo_(?:live|test)_[a-f\d]{40}/gi),
  format('Sourcegraph', 'sgp_', /sgp_(?:(?:[a-f\d]{16}|local)_)?[a-f\d]{40}/gi),
  format('Stripe production', '_prod_', /[srp]k_prod_\w{10,}/g),
  format('Typeform', 'tfp_', /tfp_[\w.=-]{40,}/g),
  format('Yandex', 'AQVN', /AQVN[\w-]{35,38}/g),
  format('Yandex Cloud', 't1.', /(?<![A-Za-z\d])t1\.[\w-]{8,}={0,2}\.[\w-]{80,}={0,2}/g),
  format(
    'password hash',
    '$',
    /\$(?:2[abxy]?|1|5|6|apr1|argon2(?:id|i|d)|scrypt|pbkdf2-sha\d+|y)\$[\w./=,$+-]{8,}/g,
  ),
]

/** What each of them has: a stretch of letters, digits and signs that is longer than most words. */
const STRETCH = /[\w%+=$-]{11,}/g

/** Replaces the credentials of a run without spaces that are told by their format. */
export function withoutKnownFormats(run: string, mark: string): string {
  if (run.match(STRETCH)?.some((stretch) => /\d/.test(stretch)) !== true) return run
  let clean = run
  for (const { hint, pattern } of CREDENTIAL_FORMATS) {
    if (clean.includes(hint)) clean = clean.replace(pattern, mark)
  }
  return clean
}

const PRIVATE_KEY =
  /-----BEGIN[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----BEGIN)[\s\S]){0,20000}?(?:-----END[A-Z0-9 ]{0,40}-----|$)/g
/** Replaces private keys in PEM's form, which go over many lines. */
export function withoutPrivateKeys(text: string, mark: string): string {
  return text.includes('-----BEGIN') ? text.replace(PRIVATE_KEY, mark) : text
}
