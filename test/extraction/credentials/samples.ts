/** Made-up letters and digits that look drawn at random; long enough for every format. */
const RANDOM = 'q7Zk2mXv9LpT4wRb8NcY3sHd6GfJ1aUe5QoK0iVx7Bn2Mz4Wt9Cr6Ly8Pd3Fs'
const HEX = '9f8c1e7ab4d2063f5e9b7c1d8a3f60e2b7d4c95a1f3e8d60'
const UPPER = 'Q7ZK2MXV9LPT4WRB8NCY3SHD6GFJ1AUE'

const random = (length: number): string => RANDOM.slice(0, length)
const hex = (length: number): string => HEX.slice(0, length)

/** None is real. The prefixes are put together here so that no scanner of code hosts takes them for real ones. */
export const FAKE_CREDENTIALS: Readonly<Record<string, string>> = {
  'RSA private key': `-----BEGIN RSA ${'PRIVATE KEY'}-----\n${random(60)}\n${random(52)}\n-----END RSA ${'PRIVATE KEY'}-----`,
  'OpenSSH private key': `-----BEGIN OPENSSH ${'PRIVATE KEY'}-----\n${random(60)}\n-----END OPENSSH ${'PRIVATE KEY'}-----`,
  'JSON web token': `${'eyJ'}hbGciOiJIUzI1NiJ9.${'eyJ'}${random(30)}.${random(43)}`,
  'bearer token': `Authorization: ${'Bearer'} ${random(40)}`,
  'basic authorization': `Authorization: ${'Basic'} ${random(32)}==`,
  'AWS access key': `${'AKIA'}${UPPER.slice(0, 16)}`,
  'AWS temporary key': `${'ASIA'}${UPPER.slice(0, 16)}`,
  'AWS secret key': `${'aws_secret'}_access_key = ${random(40)}`,
  'GitHub token': `${'ghp'}_${random(36)}`,
  'GitHub app token': `${'ghs'}_${random(36)}`,
  'GitHub fine-grained token': `${'github'}_pat_${random(22)}_${random(59)}`,
  'GitLab token': `${'glpat'}-${random(20)}`,
  'Slack bot token': `${'xoxb'}-123456789012-123456789012-${random(24)}`,
  'Slack app token': `${'xapp'}-1-A0123456789-1234567890123-${hex(40)}`,
  'Slack webhook': `https://${'hooks.slack'}.com/services/T00000000/B00000000/${random(24)}`,
  'Discord webhook': `https://discord.com/api/${'webhooks'}/123456789012345678/${random(50)}`,
  'Stripe live key': `${'sk'}_live_${random(24)}`,
  'Stripe restricted key': `${'rk'}_live_${random(24)}`,
  'Stripe webhook secret': `${'whsec'}_${random(32)}`,
  'OpenAI key': `${'sk'}-proj-${random(48)}`,
  'Anthropic key': `${'sk-ant'}-api03-${random(60)}`,
  'Google API key': `${'AIza'}${random(35)}`,
  'Google OAuth secret': `${'GOCSPX'}-${random(28)}`,
  'Google OAuth token': `${'ya29'}.${random(50)}`,
  'npm token': `${'npm'}_${random(36)}`,
  'PyPI token': `${'pypi'}-${random(50)}`,
  'SendGrid key': `${'SG'}.${random(22)}.${random(43)}`,
  'Twilio key': `${'SK'}${hex(32)}`,
  'Mailgun key': `${'key'}-${hex(32)}`,
  'Mailchimp key': `${hex(32)}-us12`,
  'Hugging Face token': `${'hf'}_${random(34)}`,
  'Groq key': `${'gsk'}_${random(50)}`,
  'DigitalOcean token': `${'dop'}_v1_${hex(40)}`,
  'Shopify token': `${'shpat'}_${hex(32)}`,
  'Square token': `${'sq0atp'}-${random(22)}`,
  'Telegram bot token': `123456789:${'AA'}${random(33)}`,
  'Azure account key': `DefaultEndpointsProtocol=https;AccountName=demo;${'Account'}Key=${random(44)}==;`,
  'Azure signed URL': `https://demo.blob.core.windows.net/box/file.txt?sv=2022-11-02&${'sig'}=${random(43)}%3D`,
  'AWS signed URL': `https://demo.s3.amazonaws.com/file.txt?X-Amz-${'Signature'}=${hex(48)}`,
  'Databricks token': `${'dapi'}${hex(32)}`,
  'Linear key': `${'lin'}_api_${random(40)}`,
  'Notion token': `${'ntn'}_${random(46)}`,
  'Figma token': `${'figd'}_${random(40)}`,
  'Grafana token': `${'glsa'}_${random(32)}_${hex(8)}`,
  'Vault token': `${'hvs'}.${random(60)}`,
  'Atlassian token': `${'ATATT'}3xFfGF0${random(50)}`,
  'Docker Hub token': `${'dckr'}_pat_${random(27)}`,
  'password in a URL': `postgres://admin:${random(14)}@db.example.com:5432/app`,
  'short password in a URL': `redis://:${'hunter'}2secret@cache.example.com:6379`,
  'password assignment': `password = "${'Tr0ub4dor'}xkcd9"`,
  'environment variable': `DB_PASSWORD=${'s3cr3t'}Horse7`,
  'API key in JSON': `"api_key": "${random(18)}"`,
  'password in a sentence': `The password is ${'Tr0ub4dor'}xkcd9`,
  'flag with a password': `--password ${'Tr0ub4dor'}xkcd9`,
  'connection string': `Server=db;User Id=sa;${'Pass'}word=Tr0ub4dorxkcd9;`,
  'bcrypt hash': `${'$2'}b$12$${random(53)}`,
  '1Password key': `${'A3'}-${UPPER.slice(0, 6)}-${UPPER.slice(6, 17)}-${UPPER.slice(17, 22)}-${UPPER.slice(22, 27)}-${UPPER.slice(0, 5)}`,
  'Alibaba key': `${'LTAI'}${random(20)}`,
  'ClickHouse key': `${'4b1d'}${random(38)}`,
  'Mapbox token': `${'sk'}.eyJ${random(30)}.${random(22)}`,
  'Plaid token': `${'access'}-sandbox-${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
  'Pulumi token': `${'pul'}-${hex(40)}`,
  'Sourcegraph token': `${'sgp'}_${hex(40)}`,
  'SettleMint token': `${'sm_pat'}_${random(16)}`,
  'long random string': random(44),
  'long random hex after a name': `token: ${hex(40)}`,
}

/** Strings of everyday technical writing, none of them secret. */
export const ORDINARY_STRINGS: readonly string[] = `
createUserAuthenticationToken getUserById useEffect XMLHttpRequest parseHTMLDocument fooBar2000 toISOString addEventListener
BreadcrumbContextBuilder AbstractSingletonProxyFactoryBean NullPointerException IllegalArgumentException
entity_keywords breadcrumb_id created_at max_db_connections row_security_active app.current_owner_id pg_stat_activity
SNAKE_CASE_CONSTANT MAX_DB_CONNECTIONS DATABASE_URL RCRT_API_URL NODE_ENV TEST_DATABASE_URL FORCE_COLOR AWS_ACCESS_KEY_ID
kebab-case-name rcrt-entities entity-extractor context-builder-v2 all-MiniLM-L6-v2 bge-small-en-v1.5 gpt-4o-mini
claude-3-5-sonnet-20241022 claude-3-opus-20240229 gpt-4-turbo-2024-04-09 text-embedding-3-large llama-3.1-70b-instruct
mistral-large-latest whisper-large-v3 stable-diffusion-xl-base-1.0 gemini-1.5-pro-001 o1-preview-2024-09-12
user.message.v1 agent.response.v1 knowledge.v1 tool.code.v1 browser.page.context.v1 workflow.result.v1
node:fs/promises std::collections::HashMap tokio::sync::mpsc::UnboundedReceiver java.util.concurrent.ConcurrentHashMap
com.example.service.UserService org.springframework.boot.autoconfigure os.environ.get process.env.PORT console.log
src/extraction/extractor.ts ../shared/rcrt-contract.md /usr/local/bin/node ~/.config/rcrt /etc/postgresql/16/main/postgresql.conf
C:/Windows/System32/drivers/etc/hosts ./node_modules/.bin/tsc /var/log/nginx/access.log docs/extraction.md test/extraction/credentials.test.ts
@electric-sql/pglite @types/node @biomejs/biome wink-eng-lite-web-model @nats-io/jetstream @modelcontextprotocol/sdk
--include-unembedded --exclude-schema --max-keywords --no-verify -rf -p --dry-run --database-url --target-batch-time
v1.2.3 2.0.0-beta.17 20.19.43 0.5.14 10.15.7 v20.20.2 16.4-alpine 1.0.0-rc.1+build.5
https://example.com/docs/getting-started https://github.com/winkjs/wink-nlp http://localhost:8080/events/stream
https://docs.anthropic.com/en/docs/build-with-claude/prompt-engineering/overview https://developer.mozilla.org/en-US/docs/Web/API/EventSource
postgres://localhost:5432/rcrt redis://cache:6379/0 nats://nats:4222 ws://localhost:3000/socket amqp://rabbit:5672
ada@example.com support@rcrt.dev @anthropic #typescript #ContextWindow
pneumonoultramicroscopicsilicovolcanoconiosis antidisestablishmentarianism internationalization supercalifragilisticexpialidocious
Donaudampfschifffahrtsgesellschaft counterrevolutionaries electroencephalographically
SELECT * FROM breadcrumbs WHERE; application/json text/event-stream multipart/form-data image/svg+xml
2024-01-15T10:30:00Z 2026-11-23 10:00:00Z 192.168.1.254 fe80::1ff:fe23:4567:890a 00:1B:44:11:3A:B7 255.255.255.0
sk-learn scikit-learn sk-net key-value-store key-management-service secret-management token-bucket-algorithm npm_config_registry
npm_package_version npm_lifecycle_event hf_hub_download xai-grok-explained github_pat_documentation glob-pattern-matching
gl-matrix gloss_terms password-reset-flow token_count max_tokens secret_manager_client api-gateway access-token-lifetime
bearer-authentication basic-auth-middleware passport-local jwt-decode jsonwebtoken oauth2-proxy oauth2_authorization_code
refresh_token_rotation client_credentials_grant session_id_cookie csrf-token-middleware private-key-infrastructure
base64-encoded-string sha256-digest md5sum-check uuid-generator nanoid-dictionary bcrypt-password-hashing argon2id-parameters
PBKDF2WithHmacSHA256 AES-256-GCM RSA-OAEP-256 ECDSA_P256_SHA256 TLS_AES_256_GCM_SHA384 HMAC-SHA512 ChaCha20-Poly1305
ISO-8601 RFC-7519 RFC3339 UTF-8 ASCII-7 IEEE-754 ES2023 HTTP/1.1 HTTP/2 IPv4 IPv6 x86_64-unknown-linux-gnu
aarch64-apple-darwin linux-x64-musl darwin-arm64 win32-x64 ubuntu-22.04-lts debian-12-slim alpine3.19
kubernetes.io/ingress.class app.kubernetes.io/managed-by cert-manager.io/cluster-issuer k8s.gcr.io/pause
us-east-1 eu-central-1 europe-west4 ap-southeast-2 arn:aws:iam::aws:policy/ReadOnlyAccess s3://my-bucket/backups/2024
registry.example.com/team/service:1.4.2 postgres:16-alpine pgvector/pgvector:pg16 ghcr.io/owner/image:latest
React.useLayoutEffect Array.prototype.flatMap Object.fromEntries Promise.allSettled Intl.DateTimeFormat URLSearchParams
std::unique_ptr boost::asio::ip::tcp numpy.linalg.norm torch.nn.functional.cross_entropy pandas.DataFrame.groupby
tf.keras.layers.Dense sklearn.model_selection.train_test_split matplotlib.pyplot.subplots
noUncheckedIndexedAccess exactOptionalPropertyTypes allowImportingTsExtensions rewriteRelativeImportExtensions
FOR_UPDATE_SKIP_LOCKED pg_advisory_xact_lock current_setting gen_random_uuid jsonb_path_query_array to_tsvector
idx_breadcrumbs_updated_at breadcrumbs_entity_keywords_gin rcrt_entities.outcomes
E2E-tests A/B-testing CI/CD-pipeline 3D-printing 4K-video C++20 C#12 F# .NET8 Node.js20 Python3.12 Next.js14 Vue3 Angular17
window.location.href document.querySelectorAll event.preventDefault localStorage.getItem sessionStorage
nginx-deployment ingress-nginx-controller kube-apiserver-control-plane coredns-autoscaler refs/heads/feature/JIRA-1234-add-login-page
origin/release-2024-06-hotfix HEAD~3 feature/add-oauth2-login-with-google gpt-4o-mini-2024-07-18 claude-sonnet-4-20250514 Qwen2.5-Coder-32B-Instruct
deepseek-r1-distill-llama-70b nomic-embed-text-v1.5 mixtral-8x7b-32768 meta-llama/Llama-3.3-70B-Instruct sentence-transformers/all-mpnet-base-v2
dichlorodiphenyltrichloroethane methylenedioxymethamphetamine hexamethylenetetramine tetrahydrocannabinol
Rindfleischetikettierungsgesetz Kraftfahrzeughaftpflichtversicherung Geschwindigkeitsbegrenzung Zwetschgenknoedelrezept
elokuvantekijapiirustus najneobhospodarovavatelnejsimi Konstantynopolitanczykowianeczka
TEST-CASE-00123 should_return_404_when_user_is_missing test_extract_credentials_from_url_42 ISO_IEC_27001_2022
mcr.microsoft.com/dotnet/aspnet:8.0-bookworm-slim public.ecr.aws/docker/library/redis:7.2-alpine
docker max_connections createTool docker_host pgvector listBreadcrumbs kubectl-plugins shared_buffers work_mem wal_level idle_timeout
utf8mb4_general_ci en_US.UTF-8 gzip-compression http-keep-alive X-Request-Id Content-Type Accept-Encoding Cache-Control ETag-mismatch
lower_case_table_names innodb_buffer_pool_size effective_cache_size checkpoint_timeout autovacuum_vacuum_scale_factor log_min_duration_statement
updateBreadcrumb deleteBreadcrumb searchBreadcrumbs subscribeAgent publishSchema revokePermission rotateSecret refreshToken validateToken
TokenBucket KeyValueStore SecretManager PasswordResetForm CredentialsProvider SessionStorage CookieJar AuthGuard SignatureVerifier
tokenize detokenize tokenizer tokenization keyboard keystone keynote keyframe monkeypatch passenger compass bypass passport passive
secretary secretion authentic authored authority sessionless cookiecutter seedling recoverable backupset pincode-format
flex-direction justify-content grid-template-columns border-radius z-index box-shadow data-testid aria-label sr-only
rounded-lg text-gray-500 hover:bg-blue-600 md:flex-row w-1/2 -mt-4 px-6 py-3 max-w-screen-xl col-span-2
s3:GetObject iam:PassRole ec2:DescribeInstances sts:AssumeRole arn:aws:s3:::my-bucket projects/demo/locations/us-central1
gs://bucket/folder/file.csv hdfs://namenode:9000/data azure-pipelines.yml cloudbuild.yaml buildspec.yml Jenkinsfile Vagrantfile
git-rebase--interactive pre-commit-hooks commit-msg origin/main upstream/release-1.2 feature/search-explain hotfix/2024-11
Dockerfile.prod nginx.conf.template my.cnf postgresql.auto.conf pg_hba.conf redis.conf sshd_config known_hosts authorized_keys id_ed25519.pub
libssl3 libpq5 python3-dev openjdk-17-jdk build-essential ca-certificates gnupg2 libc6-dev zlib1g-dev g++-12
ERR_CONNECTION_REFUSED ECONNRESET ENOTFOUND EADDRINUSE SIGTERM SIGKILL OOMKilled CrashLoopBackOff ImagePullBackOff NodeNotReady
HTTP_404_NOT_FOUND SQLSTATE-23505 ORA-00942 PG::UniqueViolation TS2307 E0499 C4996 CVE-2021-44228 CWE-79 RFC9110
Q3-2024 FY2025 H1-2024 W42 2024-W03 week-of-2024-03-11 Sprint-42 PROJ-1234 ISSUE-77 v2024.1 build-1893 r45678
iPhone15 Windows11 macOS14 Android13 RTX4090 Ryzen7950X M2-Ultra H100-80GB A100-SXM4-40GB Raspberry-Pi-5 ESP32-S3 STM32F407
GRCh38 BRCA1 CRISPR-Cas9 SARS-CoV-2 H5N1 IL-6 p53 COX-2 mRNA-1273 BNT162b2 HEK293T C57BL/6J
k-nearest-neighbours top-k nDCG@10 F1-score BLEU-4 ROUGE-L word2vec BM25 TF-IDF GPT-2 ResNet50 YOLOv8 EfficientNet-B0
Mueller-Hinton Kirschbaum-Schmidt Saint-Germain-en-Laye Stratford-upon-Avon Baden-Wuerttemberg Rio-de-Janeiro Lloyds-of-London
self-contained well-thought-out state-of-the-art end-to-end day-to-day follow-up run-of-the-mill mother-in-law
LICENSE-APACHE-2.0 CHANGELOG-v3 README-first Makefile.am docker-compose.override.yml tsconfig.build.json package-lock.json
`
  .trim()
  .split(/\s+/)

export const ORDINARY_SENTENCES: readonly string[] = [
  '| Key | Default |\n|---|---|\n| max_connections | 100 |\n| docker | none |',
  '| Token | Part |\n|---|---|\n| docker | noun |\n| createTool | name |',
  '| Signature | Module |\n|---|---|\n| createTool | registry |',
  'key,default\nshared_buffers,128MB\nwork_mem,4MB',
  '| User | Password |\n|---|---|\n| admin | required |\n| guest | none |',
  'Settings → Password → Reset',
  'The password was changed to prevent abuse.',
  'Use the --password option to log in, or --token for scripts.',
  '{"token": "docker", "pos": "NOUN"}',
  'pattern match: Token::Name, Token::Number and Token::Assign',
  'kind: ConfigMap\ndata:\n  mode: docker\n  provider: onnx',
  'The password has to be changed every year, and the token is rotated by cron.',
  'password = form.getValue()\nsecret = createTool(name)',
  'Enter your username, password\nand then press the button',
  'mkdir -p build && cp -u notes build/',
  'docker run -p 8080:80 -u node app',
  'The password is required to be at least twelve characters long.',
  'A token is a piece of a word; the token limit is about four thousand.',
  'Set the secret in your environment before you start the server.',
  'Basic authentication is not recommended, bearer tokens are.',
  'password: string, token: string, secret: boolean',
  'The API key is stored in the secret manager.',
  'Use the access key of your own account.',
  'The token is valid for an hour and the password is never logged.',
  'function login(password: string, token?: string): Promise<Transaction>',
  'Pass the token to the client and the password to nobody.',
  'Authentication: see the chapter on tokens.',
  'Token: JWT. Secret: AWS.',
  'The hash of the password (argon2id) has a salt (128-bit).',
  'A password (12 characters, see RFC2898) is checked first.',
  '$ pwd\n/srv/app2/current',
  'if (password === confirmPassword) return true',
  'Time to First Token (TTFT) is a performance metric.',
  'Set the token "speed" to 125 and max_tokens=1024 to begin.',
  'Find the vector of a token: use the method below.',
  'It is unreasonable, especially for the basic features.',
  'Identified by its key, the row of the primary key: id, is read.',
  'export ANTHROPIC_API_KEY=your-api-key-here',
  'The author: Ada Lovelace. The secretary: Grace Hopper. A passenger: Alan.',
  'Password: must be changed every year.',
  'The keyboard shortcut is = and the compass: north.',
  'Compare https://github.com/brianc/node-postgres/compare/v8.0.0...v8.1.0 first.',
  'The build 0.14.2-alpha.20240115 of nginx-deployment ran on ip-10-0-12-34.ec2.internal.',
]
