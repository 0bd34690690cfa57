// A key on its way to its vendor: in a header of a request, in the settings of a client, in the hands of an SDK.
import { makeContexts } from './context.ts';

export const requestContexts = makeContexts('request', [
  ['curl', 'a.sh', 'curl https://{host}/v1/me -H "Authorization: Bearer {key}"\n'],
  ['curl single quotes', 'a.md', "curl 'https://{host}/v1/me' --header 'Authorization: Bearer {key}'\n"],
  ['curl over lines', 'a.sh', 'curl -sS \\\n  -H "Authorization: Bearer {key}" \\\n  https://{host}/v1/me\n'],
  ['curl oauth', 'a.sh', 'curl --oauth2-bearer {key} https://{host}/v1/me\n'],
  ['curl history', '.bash_history', 'ls\ncurl -H "Authorization: Bearer {key}" https://{host}/v1/me\n'],
  ['curl trace', 'a.log', '* Connected to {host}\n> GET /v1/me HTTP/2\n> authorization: Bearer {key}\n'],
  ['wget', 'a.sh', 'wget --header="Authorization: Bearer {key}" https://{host}/v1/me\n'],
  ['httpie', 'a.sh', 'http https://{host}/v1/me "Authorization:Bearer {key}"\n'],
  ['httpie bearer', 'a.sh', 'http -A bearer -a {key} https://{host}/v1/me\n'],
  ['http', 'a.http', 'GET /v1/me HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n\r\n'],
  ['rest client', 'a.rest', '### me\nGET https://{host}/v1/me\nAuthorization: Bearer {key}\n'],
  ['fetch', 'a.js', 'fetch("https://{host}/v1/me", { headers: { Authorization: "Bearer {key}" } });\n'],
  [
    'fetch template',
    'a.js',
    'fetch(`https://{host}/v1/me`, { headers: { Authorization: `Bearer {key}` } });\n',
  ],
  ['axios', 'a.js', "axios.get('https://{host}/v1/me', { headers: { 'Authorization': 'Bearer {key}' } });\n"],
  ['requests', 'a.py', 'requests.get("https://{host}/v1/me", headers={"Authorization": "Bearer {key}"})\n'],
  [
    'go header',
    'a.go',
    'r, _ := http.NewRequest("GET", "https://{host}/v1/me", nil)\nr.Header.Set("Authorization", "Bearer {key}")\n',
  ],
  [
    'java header',
    'A.java',
    '.uri(URI.create("https://{host}/v1/me"))\n.header("Authorization", "Bearer {key}")\n',
  ],
  [
    'php header',
    'a.php',
    "curl_setopt($c, CURLOPT_URL, 'https://{host}/v1/me');\n$h = ['Authorization: Bearer {key}'];\n",
  ],
  ['ruby header', 'a.rb', 'uri = URI("https://{host}/v1/me")\nreq["Authorization"] = "Bearer {key}"\n'],
  [
    'c# header',
    'A.cs',
    'client.BaseAddress = new Uri("https://{host}");\nh.Authorization = new AuthenticationHeaderValue("Bearer", "{key}");\n',
  ],
  [
    'powershell header',
    'a.ps1',
    'Invoke-RestMethod https://{host}/v1/me -Headers @{ Authorization = "Bearer {key}" }\n',
  ],
  ['rust header', 'a.rs', 'client.get("https://{host}/v1/me").bearer_auth("{key}")\n'],
  [
    'har',
    'a.har',
    '{"url":"https://{host}/v1/me","headers":[{"name":"Authorization","value":"Bearer {key}"}]}',
  ],
  [
    'escaped json',
    'a.log',
    '{"url":"https://{host}/v1/me","headers":"{\\"Authorization\\":\\"Bearer {key}\\"}"}',
  ],
  [
    'postman collection',
    'a.json',
    '{"auth":{"type":"bearer","bearer":[{"key":"token","value":"{key}","type":"string"}]},"url":"https://{host}/v1/me"}',
  ],
  ['openapi example', 'a.yaml', 'servers:\n  - url: https://{host}\nexample: Bearer {key}\n'],
  ['request log', 'a.log', 'request host={host} headers={"authorization"=>"Bearer {key}"} status=200\n'],
  ['request log, encoded space', 'a.log', 'GET https://{host}/v1/me?authorization=Bearer%20{key}\n'],
  ['yaml headers', 'a.yaml', 'url: https://{host}/v1/me\nheaders:\n  Authorization: Bearer {key}\n'],
  [
    'nginx proxy',
    'nginx.conf',
    'proxy_pass https://{host};\nproxy_set_header Authorization "Bearer {key}";\n',
  ],
]);

/** Only Invoance takes keys in this header. */
export const apiKeyHeaderContexts = makeContexts('api-key-header', [
  ['curl, X-API-Key', 'a.sh', 'curl https://{host}/v1/me -H "X-API-Key: {key}"\n'],
  ['http, x-api-key', 'a.http', 'GET /v1/me HTTP/1.1\r\nhost: {host}\r\nx-api-key: {key}\r\n\r\n'],
  ['fetch, X-API-Key', 'a.js', "fetch('https://{host}/v1/me', { headers: { 'X-API-Key': '{key}' } });\n"],
  ['go header, X-API-Key', 'a.go', 'url := "https://{host}/v1/me"\nr.Header.Set("X-API-Key", "{key}")\n'],
  [
    'har, x-api-key',
    'a.har',
    '{"url":"https://{host}/v1/me","headers":[{"name":"x-api-key","value":"{key}"}]}',
  ],
  ['ruby header, X-API-Key', 'a.rb', 'uri = URI("https://{host}/v1/me")\nreq["X-API-Key"] = "{key}"\n'],
  ['hash, X-API-Key', 'a.rb', "HTTP.headers('X-API-Key' => '{key}').get('https://{host}/v1/me')\n"],
  ['powershell, X-API-Key', 'a.ps1', 'irm https://{host}/v1/me -Headers @{ "X-API-Key" = "{key}" }\n'],
]);

export const clientContexts = makeContexts('client', [
  ['axios client', 'a.js', "axios.create({ baseURL: 'https://{host}' });\nconst apiKey = '{key}';\n"],
  ['client settings, yaml', 'a.yaml', 'vendor:\n  base_url: https://{host}\n  api_key: {key}\n'],
  ['client settings, json', 'a.json', '{"baseUrl":"https://{host}","apiKey":"{key}"}'],
  ['client settings, toml', 'a.toml', '[vendor]\nurl = "https://{host}"\ntoken = "{key}"\n'],
  ['client settings, env', '.env', 'BASE_URL=https://{host}\nAPI_KEY={key}\n'],
  ['client settings, ini', 'a.ini', '[vendor]\nurl = https://{host}\napi-key = {key}\n'],
  [
    'client class',
    'a.ts',
    "private baseUrl = 'https://{host}';\nprivate readonly apiKey: string = '{key}';\n",
  ],
  ['client class, python', 'a.py', 'BASE = "https://{host}"\nself.api_key = "{key}"\n'],
  ['client call', 'a.py', 'Client(base_url="https://{host}", token="{key}")\n'],
  ['client class, php', 'a.php', "private $base = 'https://{host}';\nprivate $apiKey = '{key}';\n"],
]);

export const sdkContexts = makeContexts('sdk', [
  ['sdk python', 'a.py', 'client = InvoanceClient(api_key="{key}")\n'],
  ['sdk python, positional', 'a.py', 'client = InvoanceClient("{key}")\n'],
  ['sdk python, configured', 'a.py', 'InvoanceClient(config=ClientConfig(api_key="{key}"))\n'],
  [
    'sdk python, loaded',
    'a.py',
    "from invoance import ClientConfig\ncfg = ClientConfig.load(api_key='{key}')\n",
  ],
  ['sdk python, async', 'a.py', 'async with InvoanceClient(api_key="{key}") as client:\n    pass\n'],
  ['sdk python, over lines', 'a.py', 'client = InvoanceClient(\n    timeout=3,\n    api_key="{key}",\n)\n'],
  ['sdk node', 'a.ts', "const client = new InvoanceClient({ apiKey: '{key}', timeoutMs: 60_000 });\n"],
  ['sdk node, over lines', 'a.ts', 'new InvoanceClient({\n  timeoutMs: 1,\n  apiKey: `{key}`,\n});\n'],
  ['sdk node, fallback', 'a.ts', "new InvoanceClient({ apiKey: process.env.KEY ?? '{key}' });\n"],
  ['sdk go', 'a.go', 'c, err := invoance.New(invoance.WithAPIKey("{key}"), invoance.WithTimeout(t))\n'],
  ['sdk go, over lines', 'a.go', 'c, err := invoance.New(\n\tinvoance.WithAPIKey(\n\t\t"{key}",\n\t),\n)\n'],
  ['sdk ruby', 'a.rb', "client = Invoance::Client.new(api_key: '{key}')\n"],
  ['sdk ruby, hash rocket', 'a.rb', "client = Invoance::Client.new(:api_key => '{key}')\n"],
  ['sdk ruby, without parentheses', 'a.rb', "client = Invoance::Client.new api_key: '{key}'\n"],
  ['sdk c#', 'A.cs', 'var client = new InvoanceClient("{key}");\n'],
  ['sdk c#, options', 'A.cs', 'new InvoanceClient(new InvoanceClientOptions { ApiKey = "{key}" });\n'],
  ['sdk c#, options over lines', 'A.cs', 'new InvoanceClientOptions\n{\n    ApiKey = "{key}",\n};\n'],
]);
