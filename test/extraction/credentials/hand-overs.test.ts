import { describe, expect, it } from 'vitest'
import { withoutHandedOver, withoutLogin } from '../../../src/extraction/credentials/hand-overs.ts'

const MARK = '…'
const handed = (text: string, isSecret = false) => withoutHandedOver(text, MARK, () => isSecret)

/** What stands between two ¦ goes, and nothing else. */
const GOES = [
  // Users with their passwords.
  'curl --user ada:¦hunter2b¦ https://example.com',
  'curl --user=ada:¦hunter2b¦ https://example.com',
  'curl --proxy-user "ada:¦hunter2b¦" https://example.com',
  '["curl", "--user", "ada:¦hunter2b¦"]',
  'curl -u ada:¦hunter2b¦ https://example.com',
  "curl -u 'a.da@x-y:¦hunter2b¦'",
  'curl -uada:¦hunter2b¦ https://example.com',
  '-u DOMAIN\\ada:¦hunter2b¦',
  'lftp -u ada,¦hunter2b¦ ftp.example.com',
  'lftp -e "ls" -u ada,¦hunter2b¦ ftp.example.com',
  'smbclient //server/share -U ada%¦hunter2b¦',
  'rpcclient -U ada%¦hunter2b¦ server',
  'net ads join -U ada%¦hunter2b¦',
  // Logins.
  'docker login -u ada -p ¦hunter2b¦ registry.example.com',
  'docker login -p=¦hunter2b¦ registry.example.com',
  'podman login -p¦hunter2b¦',
  'helm registry login -u ada -p ¦hunter2b¦',
  'oc login -u ada -p ¦hunter2b¦',
  'az login --service-principal -u ada -p ¦hunter2b¦',
  'cf login -u ada -p ¦"correct horse"¦',
  '["cf", "login", "-p", ¦"correct horse"¦]',
  'mongosh -u ada -p¦"correct horse"¦ db',
  '["docker", "login", "-p", ¦"hunter2b"¦]',
  'sshpass -p ¦hunter2b¦ ssh ada@example.com',
  'sshpass -p¦hunter2b¦ ssh ada@example.com',
  "sshpass -p ¦'correct horse'¦ ssh ada@example.com",
  // Databases and others, whose flag is -p.
  'mysql -u root -p¦hunter2b¦ shop',
  'mysqldump --all-databases -p¦hunter2b¦',
  'mysqladmin -p¦hunter2b¦ status',
  'mariadb -p¦hunter2b¦ shop',
  'mariadb-dump -u root -p¦hunter2b¦ shop',
  'mongosh --host db -u ada -p ¦hunter2b¦',
  'mongodump -p=¦hunter2b¦',
  'mongo -p¦hunter2b¦',
  'psexec \\\\server -u ada -p ¦hunter2b¦ cmd',
  'rdesktop -u ada -p ¦hunter2b¦ server',
  'ncftpget -u ada -p ¦hunter2b¦ server',
  'rabbitmqadmin -u ada -p ¦hunter2b¦ list queues',
  'cqlsh -u ada -p ¦hunter2b¦',
  'beeline -u jdbc -n ada -p ¦hunter2b¦',
  'evil-winrm -i server -u ada -p ¦hunter2b¦',
  '7z x -p¦hunter2b¦ archive.7z',
  '7za a -p¦hunter2b¦ archive.7z',
  'rar a -hp¦hunter2b¦ archive.rar',
  'unrar x -p¦hunter2b¦ archive.rar',
  'plink -ssh ada@server -pw ¦hunter2b¦ ls',
  'pscp -pw ¦hunter2b¦ file ada@server:',
  'sqlcmd -S server -U sa -P ¦hunter2b¦',
  'bcp shop.users out file -U sa -P ¦hunter2b¦',
  'unzip -P ¦hunter2b¦ archive.zip',
  'zip -P ¦hunter2b¦ archive.zip file',
  'mosquitto_pub -h broker -u ada -P ¦hunter2b¦ -t topic',
  'mosquitto_sub -P ¦hunter2b¦',
  'ipmitool -H host -U ada -P ¦hunter2b¦ power on',
  'redis-cli -h cache -a ¦hunter2b¦ ping',
  'ldapsearch -x -D cn=admin -w ¦hunter2b¦ -b dc=example',
  'ldappasswd -x -s ¦hunter2b¦ ada',
  'openssl enc -aes-256-cbc -k ¦hunter2b¦ -in file',
  'ssh-keygen -p -N ¦hunter2b¦ -f key',
  'xfreerdp /u:ada /p:¦hunter2b¦ /v:server',
  'xfreerdp3 /p:¦hunter2b¦',
  'htpasswd -b .htpasswd ada ¦hunter2b¦',
  'htpasswd -cbB  .htpasswd  ada  ¦hunter2b¦',
  'vault login ¦hunter2b¦',
  'doppler  login  ¦hunter2b¦',
  'wrangler login ¦hunter2b¦',
  'login ada password ¦hunter2b¦',
  'machine example.com login  ada  password  ¦hunter2b¦',
  '//registry.example.com authtoken ¦hunter2b¦',
  'net use Z: \\\\server\\share /user:ada ¦hunter2b¦',
  'net  use Z: /user:ada  ¦hunter2b¦',
  'net user ada ¦hunter2b¦ /add',
  'wpa_passphrase home ¦hunter2b¦',
  'wpa_passphrase "my home" ¦hunter2b¦',
  'nmcli device wifi connect home password ¦hunter2b¦',
  "nmcli dev wifi  connect  'my home'  password  ¦hunter2b¦",
  'requirepass ¦hunter2b¦',
  'masterauth  ¦hunter2b¦',
  'openssl rsa -in key -passin pass:¦hunter2b¦ -out out',
  'openssl rsa -passout pass:¦hunter2b¦',
  'openssl genrsa -pass pass:¦hunter2b¦',
  'sqlplus ada/¦hunter2b@db¦',
  'sqlplus -s ada/¦hunter2b@db¦',
  'expdp userid=ada/¦hunter2b¦',
  "userid='ada/¦hunter2b¦'",
  'jdbc:oracle:thin:ada/¦hunter2b@db:1521¦',
  'kubectl create secret generic db --from-literal=key=¦hunter2b¦',
  "kubectl create secret generic db --from-literal 'some.key=¦hunter2b¦'",
  'flyctl secrets set SOME_VALUE=¦hunter2b¦',
  'gh secret set NAME --body ¦"correct horse"¦',
  '["gh", "secret", "set", "NAME", "--body", ¦"hunter2b"¦]',
  'gh secret set NAME --body ¦hunter2b¦',
  'gh secret set NAME -b=¦hunter2b¦',
  'heroku secrets:set VALUE=¦hunter2b¦',
  'git config --global http.password ¦hunter2b¦',
  'git config  github.token  ¦hunter2b¦',
  'chpasswd <<< ¦ada:hunter2b¦',
  'passwd --stdin ada <<<¦hunter2b¦',
  'gh auth login --with-token <<< ¦hunter2b¦',
  '/msg nickserv identify ¦hunter2b¦',
  '/msg NickServ register ¦hunter2b¦ ada@example.com',
  // Pipes.
  'echo ¦hunter2b¦ | passwd --stdin ada',
  'echo -n ¦"correct horse"¦ | docker login --password-stdin',
  "printf ¦'hunter2b'¦ | sudo -S true",
  'echo ¦ada:hunter2b¦ | chpasswd',
  'echo -n -e ¦hunter2b¦ | cryptsetup open disk name',
  'echo ¦hunter2b¦ | gh auth login --with-token',
  'echo ¦hunter2b¦ | kinit ada',
  'printf ¦hunter2b¦ | docker secret create db -',
  'echo ¦hunter2b¦ | gpg --passphrase-fd 0',
  // Code.
  "CREATE USER ada IDENTIFIED BY ¦'hunter2b'¦",
  "ALTER USER ada IDENTIFIED WITH mysql_native_password BY ¦'hunter2b'¦",
  "ALTER USER ada IDENTIFIED BY PASSWORD ¦'hunter2b'¦",
  'CREATE USER ada identified  as  ¦"hunter2b"¦',
  "SET PASSWORD FOR ada = ¦'hunter2b'¦",
  "SET PASSWORD FOR 'ada'@'localhost' = PASSWORD(¦'hunter2b'¦)",
  'ConvertTo-SecureString ¦"hunter2b"¦ -AsPlainText',
  "ConvertTo-SecureString  -String  ¦'hunter2b'¦ -Force",
  'new NetworkCredential("ada", ¦"hunter2b"¦)',
  "New-Object PSCredential -ArgumentList ('ada', ¦'hunter2b'¦)",
  'new UsernamePasswordCredentials("ada" , ¦"hunter2b"¦)',
  'new PasswordCredential( "ada",¦"hunter2b"¦)',
  "requests.get(url, auth=HTTPBasicAuth('ada', ¦'hunter2b'¦))",
  'HTTPDigestAuth( "ada" , ¦"hunter2b"¦)',
  "PlainTextAuthProvider('ada', 'x'), PasswordAuthentication('ada', ¦'hunter2b'¦)",
  "requests.get(url, auth=('ada', ¦'hunter2b'¦))",
  '"auth": ["ada", ¦"hunter2b"¦]',
  'auth : {"ada" , ¦"hunter2b"¦}',
  'smtp.login("ada", ¦"hunter2b"¦)',
  "client.logIn( 'ada' , ¦'hunter2b'¦)",
  "page.signIn('ada', ¦'hunter2b'¦)",
  "client.log_in('ada', ¦'hunter2b'¦)",
  'db.authenticate("ada", ¦"hunter2b"¦)',
  'expect "assword:"\nsend ¦"hunter2b\\r"¦',
  'expect "assword: "; exp_send -- ¦"hunter2b"¦',
  'child.expect("assword:")\nsendline(¦"hunter2b"¦)',
  'ENV DB_PASSWORD ¦hunter2b¦',
  'ENV  MY_SECRET_NAME  ¦hunter2b¦',
  'ENV API_TOKEN ¦hunter2b¦',
  'PASS ¦hunter2b¦',
  'USER ada\nPASS ¦hunter2b¦\nLIST',
  'USER ada\n--> PASS  :¦hunter2b¦  \nLIST',
  'C: PASS ¦hunter2b¦',
  // Prose.
  'creds: ada / ¦hunter2b¦',
  'The credentials are ada/¦hunter2b¦',
  'creds = `ada`:¦hunter2b¦',
  'credentials are "ada" and ¦hunter2b¦',
  'login: ada / ¦hunter2b¦',
  'username = ada/¦hunter2b¦',
  'log in as ada with ¦hunter2b¦',
  'log in as  ada  with  ¦hunter2b¦',
  'Sign in with ada@example.com and ¦hunter2b¦',
  'cookie: ¦theme=dark; id=hunter2b¦',
  'Cookie = "¦id=hunter2b¦"',
  '"cookie", \'¦id=hunter2b; a=b¦\'',
]

describe('what is handed over goes, and nothing else', () => {
  it.each(GOES)('%s', (line) => {
    const [before = '', value = '', after = ''] = line.split('¦')
    const text = before + value + after
    expect(handed(text)).toBe(before + MARK + after)
    expect(handed(`First.\n${text}`)).toBe(`First.\n${handed(text)}`)
  })
})

it.each(GOES.filter((line) => !/<<<|\n| {2}/.test(line)))(
  'twice the spaces make no difference: %s',
  (line) => {
    const [before = '', value = '', after = ''] = line.split('¦')
    const wide = before.replace(/ /g, '  ')
    expect(handed(wide + value + after)).toBe(wide + MARK + after)
  },
)

describe('what hands over nothing stays', () => {
  it.each([
    'mkdir -p some/folder',
    'grep -w ldap7x ldap.conf',
    'grep -s ldap7x ldap.conf',
    'grep -k openssl7x openssl.conf',
    'grep -a redis7x redis-cli.log',
    'cut -n keygen7x',
    'grep -pw harbor7x',
    'grep -P harbor7x',
    'grep /p:harbor7x',
    'docker run -p 8080:80 image',
    'net user ada /delete',
    'ssh -p 2222 ada@example.com',
    'echo done | tee log',
    'echo hello | grep -o h',
    'vault login',
    'vault login userpass',
    'IDENTIFIED BY nobody',
    'log in as ada with pleasure',
    'PASS the salt to all of them',
    'cookie: yes',
    'ENV PATH /usr/bin',
    'a basic introduction to bearer tokens',
    'send the password',
  ])('%s', (text) => expect(handed(text)).toBe(text))
})

describe('addresses and headers', () => {
  it.each([
    ['postgres://ada:hunter2b@db.example.com/shop', 'postgres://db.example.com/shop'],
    ['redis://:hunter2b@cache:6379', 'redis://cache:6379'],
    ['http://ada:hunter2b@[::1]/', 'http://[::1]/'],
    ['https://ada@example.com/', 'https://ada@example.com/'],
  ])('%s becomes %s', (text, clean) => expect(handed(text)).toBe(clean))

  it.each(['Bearer', 'basic', 'Token', 'digest', 'ApiKey'])(
    'what stands behind %s goes where it is secret',
    (name) => {
      const text = `Authorization: ${name}  abcd.efgh+/=~ and more`
      expect(handed(text, true)).toBe(`Authorization: ${name}  ${MARK} and more`)
      expect(handed(text)).toBe(text)
    },
  )

  it('short words behind one stay', () => expect(handed('a bearer of news', true)).toBe('a bearer of news'))

  it.each([
    ['ada:hunter2b@db.example.com:5432/shop', 'ada:…db.example.com:5432/shop'],
    ['"ada:hunter2b@db/shop', '"ada:…db/shop'],
    ['db.example.com:5432:shop:ada:hunter2b', 'db.example.com:5432:shop:ada:…'],
    ['*:*:*:ada:hunter2b', '*:*:*:ada:…'],
    ['ada:hunter2b@db', 'ada:hunter2b@db'],
    ['a:b:c', 'a:b:c'],
    ['12:30:45:17:22', '12:30:45:17:22'],
    ['plain', 'plain'],
  ])('of a run, %s becomes %s', (run, clean) => expect(withoutLogin(run, MARK)).toBe(clean))
})
