// The ways people write a real key down, at least one for every built-in rule. Templates: nothing here is a key.

export interface Spelling {
  readonly what: string;
  /** The rule that reports it, with all rules on. */
  readonly ruleId: string;
  /** What the key is made of. */
  readonly key: string;
  /** `@` marks where the key stands. */
  readonly text: string;
  readonly path: string;
}

type Row = readonly [what: string, ruleId: string, key: string, text: string, path?: string];

const rows: readonly Row[] = [
  ['Python', 'invoance-api-key', 'invoance_live_<alnum:24>', 'client = InvoanceClient(api_key="@")'],
  [
    'Python, configured',
    'invoance-sdk-api-key',
    '<alnum:32>',
    'InvoanceClient(config=ClientConfig(api_key="@"))',
  ],
  [
    'Python, loaded',
    'invoance-sdk-api-key',
    '<alnum:40>',
    "from invoance import ClientConfig\ncfg = ClientConfig.load(api_key='@')",
  ],
  [
    'Python, async',
    'invoance-sdk-api-key',
    '<alnum:32>',
    'async with InvoanceClient(api_key="@") as client:',
  ],
  [
    'Python, with a default',
    'invoance-api-key-assignment',
    '<alnum:32>',
    'os.environ.get("INVOANCE_API_KEY", "@")',
  ],
  [
    'Node',
    'invoance-sdk-api-key',
    '<base64url:43>',
    'new InvoanceClient({ apiKey: "@", timeoutMs: 60_000 })',
  ],
  [
    'Node, over lines',
    'invoance-sdk-api-key',
    '<alnum:32>',
    "const c = new InvoanceClient({\n  timeoutMs: 1,\n  apiKey: '@',\n});",
  ],
  ['TypeScript', 'invoance-api-key-assignment', '<alnum:32>', 'const invoanceApiKey: string = `@`;'],
  ['Go', 'invoance-sdk-api-key', '<alnum:32>', 'c, err := invoance.New(invoance.WithAPIKey("@"), x)'],
  ['Go, prefixed', 'invoance-api-key', 'invoance_live_<alnum:40>', 'invoance.New(invoance.WithAPIKey("@"))'],
  ['Ruby', 'invoance-sdk-api-key', '<alnum:32>', 'client = Invoance::Client.new(api_key: "@")'],
  ['C#', 'invoance-sdk-api-key', '<alnum:32>', 'var c = new InvoanceClient("@");'],
  [
    'C#, options',
    'invoance-sdk-api-key',
    '<alnum:32>',
    'new InvoanceClient(new InvoanceClientOptions { ApiKey = "@" })',
  ],
  ['shell', 'invoance-api-key-assignment', '<alnum:32>', 'export INVOANCE_API_KEY=@'],
  ['PowerShell', 'invoance-api-key-assignment', '<alnum:28>', '$env:INVOANCE_API_KEY = "@"'],
  ['cmd', 'invoance-api-key-assignment', '<alnum:28>', 'set INVOANCE_API_KEY=@'],
  ['fish', 'invoance-api-key-assignment', '<alnum:28>', 'set -x INVOANCE_API_KEY @'],
  [
    'curl, bearer',
    'invoance-api-key-header',
    '<alnum:32>',
    'curl -H "Authorization: Bearer @" https://api.invoance.com/v1/me',
  ],
  [
    'curl, header',
    'invoance-api-key-header',
    '<alnum:32>',
    'curl https://api.invoance.com/v1/events -H "X-API-Key: @"',
  ],
  [
    'curl, prefixed',
    'invoance-api-key',
    'invoance_live_<alnum:24>',
    'curl -H "X-API-Key: @" https://api.invoance.com/',
  ],
  ['.env', 'invoance-api-key', 'invoance_live_<alnum:24>', 'INVOANCE_API_KEY=@\r\nX=1\r\n', '.env'],
  ['.env, quoted', 'invoance-api-key-assignment', '<alnum:32>', 'INVOANCE_API_KEY="@" # live', '.env.local'],
  ['.env, of anybody', 'dotenv-secret', '<alnum:24>', "A=1\nexport DB_PASSWORD='@'\n", 'deploy/prod.env'],
  [
    'compose',
    'dotenv-secret',
    '<alnum:32>',
    'services:\n  a:\n    environment:\n      JWT_SECRET: "@"\n',
    'compose.yaml',
  ],
  ['Dockerfile', 'invoance-api-key-assignment', '<alnum:32>', 'ENV INVOANCE_API_KEY=@'],
  ['Kubernetes', 'invoance-api-key-assignment', '<alnum:32>', '- name: INVOANCE_API_KEY\n  value: "@"'],
  ['JSON', 'invoance-api-key-assignment', '<alnum:32>', '{"invoance_api_key": "@"}'],
  [
    'JSON in JSON',
    'invoance-api-key-assignment',
    '<alnum:32>',
    '{"body":"{\\"invoance_api_key\\":\\"@\\"}"}',
  ],
  ['a log', 'invoance-api-key', 'invoance_live_<alnum:24>', 'auth failed\\n@\\n'],
  ['a URL', 'invoance-api-key', 'invoance_live_<alnum:24>', 'https://x.example/?key%3D@&y=1'],
  ['of another form', 'invoance-api-key-wide', 'invoance_live_<base64url:20>_<alnum:9>', 'key: @'],
  ['of the short prefix', 'invoance-short-prefix-key', 'inv_live_<alnum:24>', '# Invoance\nkey: @'],
  [
    'a signing secret',
    'invoance-signing-secret',
    '<base64url:43>',
    'POST https://api.invoance.com/x\n{"signing_secret":"@"}',
  ],
  ['Invent, named', 'invent-api-key-assignment', '<alnum:40>', 'INVENT_API_KEY=@'],
  [
    'Invent, named by a customer',
    'invent-api-key-assignment',
    '<base64url:43>',
    'AIDTRACE_INVENT_API_KEY="@"',
  ],
  [
    'Invent, in settings',
    'invent-api-key-assignment',
    '<alnum:32>',
    '{ "key": "invent_api_key", "value": "@" }',
  ],
  [
    'Invent, bearer',
    'invent-api-key-bearer',
    '<alnum:40>',
    "curl https://api.useinvent.com/chats -H 'Authorization: Bearer @'",
  ],
  [
    'Invent, client',
    'invent-client-api-key',
    '<alnum:40>',
    "baseURL: 'https://api.useinvent.com',\napiKey: '@',",
  ],
  ['Invent, assistant', 'invent-assistant-secret', '<alnum:40>', 'GET api.useinvent.com\n{"secret_key":"@"}'],
];

export const spellings: readonly Spelling[] = rows.map(([what, ruleId, key, text, path = 'example.txt']) => ({
  what,
  ruleId,
  key,
  text,
  path,
}));
