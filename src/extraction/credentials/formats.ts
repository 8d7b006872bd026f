/** A format of credentials: found by its pattern in runs that contain its hint, a part that each one has. */
interface CredentialFormat {
  readonly hint: string
  readonly pattern: RegExp
}

const format = <Hint extends string>(
  hint: Hint extends '' ? never : Hint,
  pattern: RegExp,
): CredentialFormat => ({ hint, pattern })

/**
 * Formats that their issuers publish, none with spaces. Every pattern is linear: it starts at a fixed text or
 * runs over one class of characters of bounded length. Where the start is telling, letters may stand before it.
 */
const CREDENTIAL_FORMATS: Readonly<Record<string, CredentialFormat>> = {
  age: format('AGE-SECRET-KEY-', /AGE-SECRET-KEY-1[A-Z0-9]{20,}/g),
  // Before those that they contain.
  '1Password service account': format('ops_eyJ', /ops_eyJ[\w+/=-]{16,}/g),
  Mapbox: format('k.eyJ', /[ps]k\.eyJ[\w-]{16,}\.[\w-]{16,}/g),
  'JSON web token': format('eyJ', /eyJ[\w-]{8,}(?:\.[\w-]{4,}){0,4}/g),
  Anthropic: format('sk-ant-', /sk-ant-[\w-]{8,}/g),
  'OpenAI and alike': format('sk-', /(?<![a-z\d])sk-(?=[\w-]{0,60}\d)[\w-]{16,}/g),
  Stripe: format('_live_', /[srp]k_live_\w{8,}/g),
  'Stripe test': format('_test_', /[srp]k_test_\w{8,}/g),
  'webhook signing secret': format('whsec_', /whsec_[\w+/=-]{8,}/g),
  'AWS access key': format('A', /A(?:KIA|SIA|ROA|IDA|GPA|NPA|NVA|BIA|CCA)(?=[A-Z]{0,15}\d)[A-Z\d]{16}/g),
  'AWS Bedrock': format('ABSK', /ABSK[A-Za-z\d+/]{20,}={0,2}/g),
  GitHub: format('gh', /gh[pousr]_(?=[A-Za-z]{0,40}\d)\w{16,}/g),
  'GitHub fine-grained': format('github_pat_', /github_pat_(?=\w{0,60}\d)\w{16,}/g),
  GitLab: format('gl', /gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas|imt|ffct)-[\w.-]{16,}/g),
  Slack: format('xox', /xox[a-z]-[\w-]{8,}/g),
  'Slack app': format('xapp-', /xapp-[\w-]{8,}/g),
  'Slack webhook': format(
    'hooks.slack.com',
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/]{8,}/g,
  ),
  'Discord webhook': format('/api/webhooks/', /\/api\/webhooks\/\d{5,}\/[\w-]{8,}/g),
  'Teams webhook': format('webhook.office.com', /webhook\.office\.com\/[\w/@.-]{8,}/g),
  'Discord bot': format('.', /(?<![A-Za-z\d])[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,}/g),
  'Google API': format('AIza', /AIza[\w-]{16,}/g),
  'Google OAuth secret': format('GOCSPX-', /GOCSPX-[\w-]{8,}/g),
  'Google OAuth token': format('ya29.', /ya29\.[\w-]{8,}/g),
  'Google refresh token': format('1//0', /1\/\/0[\w-]{16,}/g),
  npm: format('npm_', /npm_(?=[A-Za-z]{0,36}\d)[A-Za-z0-9]{20,}/g),
  PyPI: format('pypi-', /pypi-(?=[\w-]{0,60}\d)[\w-]{16,}/g),
  RubyGems: format('rubygems_', /rubygems_[a-f0-9]{16,}/g),
  'crates.io': format('cio', /(?<![A-Za-z\d])cio(?=[a-zA-Z]{0,32}\d)[a-zA-Z0-9]{32}(?![A-Za-z\d])/g),
  SendGrid: format('SG.', /SG\.[\w-]{8,}\.[\w-]{8,}/g),
  Twilio: format('SK', /SK[0-9a-f]{32}/g),
  'Twilio account': format('AC', /AC[0-9a-f]{32}/g),
  Mailgun: format('key-', /key-[0-9a-z]{32}/g),
  Mailchimp: format('-us', /[0-9a-f]{32}-us\d{1,2}/g),
  Brevo: format('xkeysib-', /xkeysib-[\w-]{16,}/g),
  'Hugging Face': format('hf_', /(?<![A-Za-z\d])hf_[A-Za-z0-9]{16,}/g),
  'Hugging Face, another': format('api_org_', /api_org_[A-Za-z0-9]{16,}/g),
  Replicate: format('r8_', /(?<![A-Za-z\d])r8_[A-Za-z0-9]{16,}/g),
  Groq: format('gsk_', /gsk_[A-Za-z0-9]{16,}/g),
  Perplexity: format('pplx-', /pplx-[A-Za-z0-9]{16,}/g),
  xAI: format('xai-', /xai-[A-Za-z0-9]{16,}/g),
  Tavily: format('tvly-', /tvly-[\w-]{16,}/g),
  LangSmith: format('lsv2_', /lsv2_[a-z]{2}_[a-f0-9_]{16,}/g),
  Pinecone: format('pcsk_', /pcsk_\w{16,}/g),
  DigitalOcean: format('do', /do[opr]_v1_[a-f0-9]{16,}/g),
  Shopify: format('shp', /shp(?:at|ca|pa|ss)_[a-fA-F0-9]{16,}/g),
  Square: format('sq0', /sq0[a-z]{3}-[\w-]{16,}/g),
  'Square, another': format('EAAA', /EAAA[\w-]{60}/g),
  'PayPal and Braintree': format('access_token$', /access_token\$(?:production|sandbox)\$[\w$]{16,}/g),
  Facebook: format('EAA', /EAA[A-Z][A-Za-z\d]{30,}/g),
  Twitter: format('AAAAAAAAA', /A{9,}[\w%]{20,}/g),
  'Telegram bot': format(':AA', /\d{8,10}:AA[\w-]{30,}/g),
  'Azure account key': format('AccountKey', /AccountKey=[\w+/=]{8,}/g),
  'signed URL': format('sig=', /(?<![A-Za-z\d])sig=[\w%+/=-]{16,}/g),
  'signed URL, another': format('Signature=', /Signature=[\w%+/=~-]{16,}/g),
  'Azure client secret': format('8Q~', /[\w~.-]{3}8Q~[\w~.-]{31,34}/g),
  Databricks: format('dapi', /dapi[0-9a-f]{16,}(?:-\d)?/g),
  Linear: format('lin_', /lin_(?:api|oauth)_[A-Za-z0-9]{16,}/g),
  Notion: format('ntn_', /ntn_[A-Za-z0-9]{16,}/g),
  'Notion, another': format('secret_', /secret_(?=[A-Za-z]{0,43}\d)[A-Za-z0-9]{32,}/g),
  Airtable: format('pat', /(?<![A-Za-z\d])pat[A-Za-z\d]{14}\.[a-f\d]{40,64}/g),
  HubSpot: format('pat-', /pat-(?:na|eu)\d-[a-f\d-]{20,}/g),
  Figma: format('fig', /fig[dour]_[\w-]{16,}/g),
  Postman: format('PMAK-', /PMAK-[a-f0-9-]{16,}/g),
  Grafana: format('gl', /gl(?:sa|c)_[\w+/=]{16,}/g),
  Sentry: format('sntry', /sntry[su]_[\w+/=.-]{16,}/g),
  Vault: format('hv', /hv[sbr]\.[\w-]{16,}/g),
  'Terraform Cloud': format('.atlasv1.', /[A-Za-z0-9]{10,20}\.atlasv1\.[\w-]{16,}/g),
  Doppler: format('dp.', /(?<![A-Za-z\d])dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{16,}/g),
  PlanetScale: format('pscale_', /pscale_(?:tkn|oauth|pw)_[\w.-]{16,}/g),
  Atlassian: format('ATATT', /ATATT3[\w=-]{16,}/g),
  Bitbucket: format('ATBB', /ATBB[A-Za-z\d]{20,}/g),
  'Docker Hub': format('dckr_', /dckr_(?:pat|oat)_[\w-]{16,}/g),
  Supabase: format('sb', /sb(?:p_[a-f0-9]{16,}|_secret_[\w-]{16,})/g),
  'Fly.io': format('fm', /fm[12][ar]?_[\w+/=]{16,}/g),
  Tailscale: format('tskey-', /tskey-[a-z]+-[\w-]{12,}/g),
  'New Relic': format('NRAK-', /NRAK-[A-Z0-9]{16,}/g),
  Dynatrace: format('dt0', /dt0[a-z]\d{2}\.[A-Z\d]{20,24}\.[A-Z\d]{16,}/g),
  Buildkite: format('bkua_', /bkua_[a-f\d]{16,}/g),
  'PagerDuty and others': format('pat_', /[a-z]{2,8}_pat_(?=[\w-]{0,40}\d)[\w-]{16,}/g),
  // Prefixes and lengths that gitleaks' rules know (gitleaks/gitleaks, MIT licence).
  '1Password': format('A3-', /A3-[A-Z\d]{6}-(?:[A-Z\d]{11}|[A-Z\d]{6}-[A-Z\d]{5})(?:-[A-Z\d]{5}){3}/g),
  Adobe: format('p8e-', /p8e-[a-z\d]{32}/gi),
  Alibaba: format('LTAI', /LTAI[A-Za-z\d]{12,24}/g),
  Artifactory: format('AKCp', /AKCp[A-Za-z\d]{60,}/g),
  'Artifactory reference': format('cmVmd', /cmVmd[A-Za-z\d]{50,}/g),
  ClickHouse: format('4b1d', /4b1d[A-Za-z\d]{38}/g),
  Clojars: format('CLOJARS_', /CLOJARS_[a-z\d]{30,}/gi),
  'Cloudflare origin': format('v1.0-', /v1\.0-[a-f\d]{24}-[a-f\d]{100,}/g),
  'Defined Networking': format('dnkey-', /dnkey-[\w=-]{26}-[\w=-]{40,}/g),
  Dropbox: format('sl.', /(?<![A-Za-z\d])sl\.[\w=-]{100,}/g),
  Duffel: format('duffel_', /duffel_(?:test|live)_[\w=-]{30,}/g),
  EasyPost: format('EZ', /EZ[AT]K[A-Za-z\d]{40,}/g),
  'Facebook app': format('|', /\d{15,16}\|[\w-]{27,40}/g),
  Flutterwave: format('FLW', /FLW(?:SEC|PUB)K_TEST-[a-h\d]{12,32}(?:-X)?/gi),
  'Fly.io deploy': format('fo1_', /fo1_[\w-]{40,}/g),
  'Frame.io': format('fio-u-', /fio-u-[\w=-]{40,}/g),
  Infracost: format('ico-', /ico-[A-Za-z\d]{32}/g),
  'JFrog and OpenShift': format('sha256~', /sha256~[\w-]{40,}/g),
  Lob: format('_', /(?<![a-z])(?:live|test)_(?:pub_)?[a-f\d]{31,35}(?![a-f\d])/g),
  MaxMind: format('_mmk', /[A-Za-z\d]{6}_[A-Za-z\d]{29}_mmk/g),
  'New Relic, another': format('NR', /NR(?:II|JS)-[A-Za-z\d-]{19,}/g),
  NuGet: format('oy2', /oy2[a-z\d]{43}/g),
  'Octopus Deploy': format('API-', /API-[A-Z\d]{26}/g),
  Plaid: format('access-', /access-(?:sandbox|development|production)-[a-f\d-]{30,}/g),
  Prefect: format('pnu_', /pnu_[A-Za-z\d]{36}/g),
  Pulumi: format('pul-', /pul-[a-f\d]{40}/g),
  ReadMe: format('rdme_', /rdme_[a-z\d]{60,}/g),
  Scalingo: format('tk-us-', /tk-us-[\w-]{40,}/g),
  SettleMint: format('sm_', /sm_[aps]at_[A-Za-z\d]{16}/g),
  Shippo: format('shippo_', /shippo_(?:live|test)_[a-f\d]{40}/gi),
  Sourcegraph: format('sgp_', /sgp_(?:(?:[a-f\d]{16}|local)_)?[a-f\d]{40}/gi),
  'Stripe production': format('_prod_', /[srp]k_prod_\w{10,}/g),
  Typeform: format('tfp_', /tfp_[\w.=-]{40,}/g),
  Yandex: format('AQVN', /AQVN[\w-]{35,38}/g),
  'Yandex Cloud': format('t1.', /(?<![A-Za-z\d])t1\.[\w-]{8,}={0,2}\.[\w-]{80,}={0,2}/g),
  'password hash': format(
    '$',
    /\$(?:2[abxy]?|1|5|6|apr1|argon2(?:id|i|d)|scrypt|pbkdf2-sha\d+|y)\$[\w./=,$+-]{8,}/g,
  ),
}

const FORMATS = Object.values(CREDENTIAL_FORMATS)

/** What each of them has: a stretch of letters, digits and signs that is longer than most words. */
const STRETCH = /[\w%+=$-]{11,}/g

/** Replaces the credentials of a run without spaces that are told by their format. */
export function withoutKnownFormats(run: string, mark: string): string {
  if (run.match(STRETCH)?.some((stretch) => /\d/.test(stretch)) !== true) return run
  let clean = run
  for (const { hint, pattern } of FORMATS) {
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
