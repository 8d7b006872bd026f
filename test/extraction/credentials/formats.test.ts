import { expect, it } from 'vitest'
import { withoutCredentials } from '../../../src/extraction/credentials/credentials.ts'
import { withoutKnownFormats, withoutPrivateKeys } from '../../../src/extraction/credentials/formats.ts'

/** Words, since what looks drawn at random is taken out whatever its format. */
const words = (length: number): string =>
  'correct1horse2battery3staple4nowhere5winter6under7'.repeat(3).slice(0, length)
const capitals = (length: number): string => words(length).toUpperCase()
const hex = (length: number): string => 'deadbeef0cafe1'.repeat(8).slice(0, length)

/**
 * Each format at its shortest, which is a stretch of 11 at least. None is real: beginning and rest are put together here, so that no scanner of code
 * hosts takes them for it.
 */
const SHORTEST: readonly (readonly [issuer: string, beginning: string, rest: string])[] = [
  ['age', 'AGE-SECRET-KEY-1', capitals(20)],
  ['JSON web token', 'eyJ', words(8)],
  ['JSON web token with its parts', 'eyJ', [words(8), words(4), words(4)].join('.')],
  ['Anthropic', 'sk-ant-', words(8)],
  ['OpenAI', 'sk-', words(16)],
  ['Stripe', 'rk_live_', words(8)],
  ['Stripe test', 'pk_test_', words(8)],
  ['webhook signing secret', 'whsec_', words(8)],
  ['AWS access key', 'AKIA', capitals(16)],
  ['AWS Bedrock', 'ABSK', `${words(20)}==`],
  ['GitHub', 'gho_', words(16)],
  ['GitHub fine-grained', 'github_pat_', words(16)],
  ['GitLab', 'glpat-', words(16)],
  ['Slack', 'xoxp-', words(8)],
  ['Slack app', 'xapp-', words(8)],
  ['Slack webhook', 'hooks.slack.com/services/', words(11)],
  ['Discord webhook', '/api/webhooks/12345/', words(11)],
  ['Teams webhook', 'webhook.office.com/', words(11)],
  ['Discord bot', 'M', [words(23), words(6), words(27)].join('.')],
  ['Google API', 'AIza', words(16)],
  ['Google OAuth secret', 'GOCSPX-', words(8)],
  ['Google OAuth token', 'ya29.', words(11)],
  ['Google refresh token', '1//0', words(16)],
  ['npm', 'npm_', words(20)],
  ['PyPI', 'pypi-', words(16)],
  ['RubyGems', 'rubygems_', hex(16)],
  ['crates.io', 'cio', words(32)],
  ['SendGrid', 'SG.', [words(8), words(11)].join('.')],
  ['Twilio', 'SK', hex(32)],
  ['Twilio account', 'AC', hex(32)],
  ['Mailgun', 'key-', words(32)],
  ['Mailchimp', hex(32), '-us1'],
  ['Brevo', 'xkeysib-', words(16)],
  ['Hugging Face', 'hf_', words(16)],
  ['Hugging Face organisation', 'api_org_', words(16)],
  ['Replicate', 'r8_', words(16)],
  ['Groq', 'gsk_', words(16)],
  ['Perplexity', 'pplx-', words(16)],
  ['xAI', 'xai-', words(16)],
  ['Tavily', 'tvly-', words(16)],
  ['LangSmith', 'lsv2_pt_', hex(16)],
  ['Pinecone', 'pcsk_', words(16)],
  ['DigitalOcean', 'dor_v1_', hex(16)],
  ['Shopify', 'shpca_', hex(16)],
  ['Square', 'sq0csp-', words(16)],
  ['Square token', 'EAAA', words(50) + words(10)],
  ['PayPal and Braintree', 'access_token$sandbox$', words(16)],
  ['Facebook', 'EAAC', words(30)],
  ['Twitter', 'AAAAAAAAA', words(20)],
  ['Telegram bot', '12345678:AA', words(30)],
  ['Azure account key', 'AccountKey=', words(8)],
  ['signed URL', 'sig=', words(16)],
  ['signed URL of AWS', 'Signature=', words(16)],
  ['Azure client secret', 'abc8Q~', words(31)],
  ['Databricks', 'dapi', `${hex(16)}-2`],
  ['Linear', 'lin_oauth_', words(16)],
  ['Notion', 'ntn_', words(16)],
  ['Notion secret', 'secret_', words(32)],
  ['Airtable', `pat${words(14)}.`, hex(40)],
  ['HubSpot', 'pat-na1-', hex(20)],
  ['Figma', 'figo_', words(16)],
  ['Postman', 'PMAK-', hex(16)],
  ['Grafana', 'glc_', words(16)],
  ['Sentry', 'sntryu_', words(16)],
  ['Vault', 'hvb.', words(16)],
  ['Terraform Cloud', `${words(10)}.atlasv1.`, words(16)],
  ['Doppler', 'dp.st.', words(16)],
  ['PlanetScale', 'pscale_tkn_', words(16)],
  ['Atlassian', 'ATATT3', words(16)],
  ['Bitbucket', 'ATBB', words(20)],
  ['Docker Hub', 'dckr_oat_', words(16)],
  ['Supabase', 'sbp_', hex(16)],
  ['Supabase secret', 'sb_secret_', words(16)],
  ['Fly.io', 'fm2_', words(16)],
  ['Fly.io, of a kind', 'fm1r_', words(16)],
  ['Tailscale', 'tskey-auth-', words(12)],
  ['New Relic', 'NRAK-', capitals(16)],
  ['Dynatrace', `dt0c01.${capitals(20)}.`, capitals(16)],
  ['Buildkite', 'bkua_', hex(16)],
  ['PagerDuty and others', 'ab_pat_', words(16)],
  ['1Password', 'A3-', [capitals(6), capitals(11), ...Array<string>(3).fill(capitals(5))].join('-')],
  [
    '1Password, in more parts',
    'A3-',
    [capitals(6), capitals(6), ...Array<string>(4).fill(capitals(5))].join('-'),
  ],
  ['1Password service account', 'ops_eyJ', words(16)],
  ['Adobe', 'p8e-', words(32)],
  ['Alibaba', 'LTAI', words(12)],
  ['Alibaba, at its longest', 'LTAI', words(24)],
  ['Artifactory', 'AKCp', words(60)],
  ['Artifactory reference', 'cmVmd', words(50)],
  ['ClickHouse', '4b1d', words(38)],
  ['Clojars', 'CLOJARS_', words(30)],
  ['Cloudflare origin', 'v1.0-', `${hex(24)}-${hex(100)}`],
  ['Defined Networking', 'dnkey-', `${words(26)}-${words(40)}`],
  ['Dropbox', 'sl.', words(100)],
  ['Duffel', 'duffel_live_', words(30)],
  ['Duffel test', 'duffel_test_', words(30)],
  ['EasyPost', 'EZAK', words(40)],
  ['EasyPost test', 'EZTK', words(40)],
  ['Facebook app', '123456789012345|', words(27)],
  ['Flutterwave', 'FLWSECK_TEST-', 'abcdefgh1234'],
  ['Flutterwave, public', 'FLWPUBK_TEST-', 'abcdefgh1234-X'],
  ['Fly.io deploy', 'fo1_', words(40)],
  ['Frame.io', 'fio-u-', words(40)],
  ['Infracost', 'ico-', words(32)],
  ['JFrog and OpenShift', 'sha256~', words(40)],
  ['Lob', 'live_', hex(31)],
  ['Lob test, public', 'test_pub_', hex(35)],
  ['Mapbox', 'sk.eyJ', [words(16), words(16)].join('.')],
  ['MaxMind', words(6), `_${words(29)}_mmk`],
  ['New Relic of browsers', 'NRJS-', words(19)],
  ['New Relic insights', 'NRII-', words(19)],
  ['NuGet', 'oy2', words(43)],
  ['Octopus Deploy', 'API-', capitals(26)],
  ['Plaid', 'access-sandbox-', hex(30)],
  ['Plaid in production', 'access-production-', hex(30)],
  ['Plaid in development', 'access-development-', hex(30)],
  ['Prefect', 'pnu_', words(36)],
  ['Pulumi', 'pul-', hex(40)],
  ['ReadMe', 'rdme_', words(60)],
  ['Scalingo', 'tk-us-', words(40)],
  ['SettleMint', 'sm_pat_', words(16)],
  ['Shippo', 'shippo_live_', hex(40)],
  ['Shippo test', 'shippo_test_', hex(40)],
  ['Sourcegraph', 'sgp_', hex(40)],
  ['Sourcegraph, local', 'sgp_local_', hex(40)],
  ['Sourcegraph of an instance', 'sgp_', `${hex(16)}_${hex(40)}`],
  ['Stripe production', 'rk_prod_', words(10)],
  ['Typeform', 'tfp_', words(40)],
  ['Yandex', 'AQVN', words(35)],
  ['Yandex Cloud', 't1.', `${words(8)}.${words(80)}`],
  ['Yandex Cloud, padded', 't1.', `${words(8)}==.${words(80)}==`],
  ['password hash', '$2b$', words(8)],
  ['password hash of an old kind', '$2$', words(8)],
  ['1Password, with figures in each part', 'A3-', '12345A-CORR3CTHORS-2BATT-3STAP-4NOWH'],
  ['SettleMint, another', 'sm_aat_', words(16)],
  ['password hash of Argon', '$argon2id$', words(8)],
]

it.each(SHORTEST)('a credential of %s is told by its format, and goes as a whole', (_, beginning, rest) => {
  expect(withoutKnownFormats(`(${beginning}${rest})`, '…')).toBe('(…)')
})

it.each([
  ['OpenAI', 'risk-', words(16)],
  ['Discord bot', 'COM', [words(23), words(6), words(27)].join('.')],
  ['crates.io', 'precio', words(32)],
  ['crates.io, longer', 'cio', words(33)],
  ['Hugging Face', 'shelf_', words(16)],
  ['Replicate', 'calibr8_', words(16)],
  ['signed URL', 'desig=', words(16)],
  ['Airtable', `spat${words(14)}.`, hex(40)],
  ['Doppler', 'sdp.st.', words(16)],
  ['OpenAI without a digit', 'sk-', 'correct-horse-battery and2much'],
  ['GitHub without a digit', 'ghp_', 'correcthorsebattery-staple2much'],
  ['GitHub fine-grained without a digit', 'github_pat_', 'correcthorsebattery+staple2much'],
  ['npm without a digit', 'npm_', 'correcthorsebatterystaple+2much'],
  ['PyPI without a digit', 'pypi-', 'correct-horse-battery+2much'],
  ['AWS without a digit', 'AKIA', 'CORRECTHORSEBATT+2MUCHMORE'],
  ['crates.io without a digit', 'cio', 'correcthorsebatterystaplenowhere+2much'],
  ['Notion without a digit', 'secret_', 'correcthorsebatterystaplenowherewinter+2much'],
  ['PagerDuty without a digit', 'my_pat_', 'correct-horse-battery+2much'],
  ['Lob of another length', 'live_', hex(30)],
  ['Lob of another length', 'live_', hex(36)],
])('what is no credential of %s stays', (_, beginning, rest) => {
  expect(withoutKnownFormats(beginning + rest, '…')).toBe(beginning + rest)
})

it('a key of 12 characters and more is looked for wherever it stands', () => {
  const key = `sk-ant-${words(8)}`
  for (const text of [key, `a ${key} b`, `first\n${key}`, `no 1 ${key}`])
    expect(withoutCredentials(text), text).toBe(text.replace(key, ' … '))
})

const END = '-----END '
const BEGIN = '-----BEGIN '

it.each([
  ['RSA', ['RSA PRIVATE KEY-----', 'RSA PRIVATE KEY-----']],
  ['PKCS 8', ['PRIVATE KEY-----', 'PRIVATE KEY-----']],
  ['PGP', ['PGP PRIVATE KEY BLOCK-----', 'PGP PRIVATE KEY BLOCK-----']],
])('a private key of %s goes from its first line to its last', (_, [begin, end]) => {
  const key = `${BEGIN}${begin}\nMIIEow\nIBAAKC\n${END}${end}`
  expect(withoutPrivateKeys(`Mine:\n${key}\nand\n${key}.`, '…')).toBe('Mine:\n…\nand\n….')
})

it('a private key without an end goes to where the next one begins, or to the end of the text', () => {
  const cut = `${BEGIN}PRIVATE KEY-----\nMIIEow`
  expect(withoutPrivateKeys(`Mine: ${cut}`, '…')).toBe('Mine: …')
})

it('what is public stays', () => {
  const text = `${BEGIN}CERTIFICATE-----\nMIIEow\n${END}CERTIFICATE-----`
  expect(withoutPrivateKeys(text, '…')).toBe(text)
})
