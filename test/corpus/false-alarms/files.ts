// Files full of random-looking text that is no secret: what makes scanners cry wolf. Made from a seed.
import { createHash } from 'node:crypto';

import { expand } from '../../support/secrets.ts';

/** One corpus: a kind of file and how to make the `n`th of them. */
export interface FalseAlarmCorpus {
  readonly name: string;
  readonly path: string;
  readonly write: (seed: string) => string;
}

const COUNT = 60;
const repeat = (template: string, seed: string, count = COUNT): string =>
  Array.from({ length: count }, (_, index) => expand(template, `${seed} ${index}`)).join('');

/** A digest as lock files write it. */
function integrity(seed: string): string {
  return `sha512-${createHash('sha512').update(seed).digest('base64')}`;
}

function writeNpmLock(seed: string): string {
  const packages = Array.from({ length: COUNT }, (_, index) => [
    `node_modules/invent-${index}`,
    {
      version: `1.${index}.0`,
      resolved: `https://registry.example.com/invent-${index}.tgz`,
      integrity: integrity(`${seed} ${index}`),
    },
  ]);
  return JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(packages) }, null, 2);
}

function writeSourceMap(seed: string): string {
  const mappings = expand('<base64:8000>', seed).replace(/(.{7})/g, '$1;');
  return JSON.stringify({
    version: 3,
    sources: ['invoance.ts'],
    names: ['apiKey', 'token', 'bearer'],
    mappings,
  });
}

function writeInlineFont(seed: string): string {
  return `@font-face { font-family: invent; src: url(data:font/woff2;base64,${expand('<base64:8000>', seed)}==) }\n`;
}

function writePem(seed: string): string {
  const body = expand('<base64:1600>', seed).replace(/(.{64})/g, '$1\n');
  return `subject=CN = api.invoance.com\n-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
}

function writeMinified(seed: string): string {
  return `/* api.invoance.com api.useinvent.com */${repeat('var <lower:2>=function(<lower:1>,<lower:1>){return <lower:1>.<alnum:9>(token,"<lower:7>")},apiKey=<lower:1>.invent;', seed)}`;
}

const templates: readonly (readonly [name: string, path: string, template: string])[] = [
  [
    'yarn.lock',
    'yarn.lock',
    'token@^1.0.0:\n  resolved "https://registry.example.com/token/-/token-1.0.0.tgz#<hex:40>"\n',
  ],
  ['go.sum', 'go.sum', 'github.com/Invoance/invoance-go v0.2.0 h1:<base64:43>=\n'],
  ['Cargo.lock', 'Cargo.lock', '[[package]]\nname = "invent"\nversion = "1.0.0"\nchecksum = "<hex:64>"\n\n'],
  ['poetry.lock', 'poetry.lock', '{file = "invoance-0.2.0.tar.gz", hash = "sha256:<hex:64>"},\n'],
  ['Gemfile.lock', 'Gemfile.lock', '    invoance (0.2.0) sha256=<hex:64>\n'],
  [
    'composer.lock',
    'composer.lock',
    '"reference": "<hex:40>", "shasum": "<hex:40>", "content-hash": "<hex:32>",\n',
  ],
  [
    'pnpm-lock.yaml',
    'pnpm-lock.yaml',
    '  /invent-api@1.0.0:\n    resolution: {integrity: sha512-<base64:86>==}\n',
  ],
  ['packages.lock.json', 'packages.lock.json', '"contentHash": "<base64:86>==",\n'],
  ['terraform lock', '.terraform.lock.hcl', '    "h1:<base64:43>=",\n    "zh:<hex:64>",\n'],
  ['hashes', 'SHA256SUMS', '<hex:64>  invoance_api_<digit:3>.tar.gz\n'],
  ['uuids', 'ids.csv', '<uuid>,invent_api_key,<uuid>\n'],
  [
    'ids of invent',
    'a.html',
    '<invent-assistant assistant-id="ast_<invent-id>" org="org_<invent-id>" user-hash="<hex:64>"></invent-assistant>\n',
  ],
  [
    'ids of invoance',
    'a.json',
    '{"api":"api.invoance.com","id":"aevt_01J<upper:10><digit:13>","org":"org_01J<upper:20>","key":"idem_<hex:64>"}\n',
  ],
  [
    'signatures of invoance',
    'a.json',
    '{"host":"api.invoance.com","public_key":"<hex:64>","signature":"<hex:128>"}\n',
  ],
  ['git log', 'log.txt', 'commit <hex:40>\n    invoance: rotate INVOANCE_API_KEY\n'],
  [
    'subresource integrity',
    'a.html',
    '<script src="https://www.useinvent.com/embed.js" integrity="sha384-<base64:64>"></script>\n',
  ],
  ['minified css', 'a.min.css', '.inv-<lower:5>{color:#<hex:6>}.token-<lower:8>{margin:0}'],
  [
    'svg',
    'a.svg',
    '<path id="invent" d="M<digit:3>.<digit:4> <digit:3>.<digit:4>c-<digit:2>.<digit:3>,<digit:2>.<digit:3>z"/>\n',
  ],
  ['data urls', 'a.md', '![invent](data:image/png;base64,<base64:800>==)\n'],
  [
    'translations',
    'en.json',
    '"settings.inventApiKey.<lower:8>": "Enter the API key of your Invent workspace",\n"token_<lower:6>": "Bearer token for api.useinvent.com",\n',
  ],
  [
    'gettext',
    'de.po',
    'msgid "INVOANCE_API_KEY is missing"\nmsgstr "INVOANCE_API_KEY fehlt: Schluesselverwaltung"\n\n',
  ],
  [
    'openapi',
    'openapi.yaml',
    'servers: [{ url: https://api.useinvent.com }]\nsecuritySchemes:\n  bearerAuth: { type: http, scheme: bearer, bearerFormat: "OrganizationApiKey2026" }\n',
  ],
  [
    'vendor docs',
    'a.md',
    'curl https://api.useinvent.com/orgs/c/assistants --header "Authorization: Bearer <token>"\ncurl https://api.invoance.com/v1/me -H "X-API-Key: invoance_live_XXXXXXXXXXXXXXXXXXXXXXXX"\n',
  ],
  ['truncated keys', 'a.log', 'API key: invoance_live_<alnum:6>...<alnum:4>\n'],
  ['invoke', '.env.sample', 'INVOKE_API_KEY="inv_live_..."\n# docs.invokehq.run\n'],
  ['invoke, live', 'a.sh', 'export INVOKE_API_KEY="inv_live_<alnum:24>"\n'],
  ['invoica', 'a.md', 'Authorization: Bearer inv_<hex:32>\n'],
  ['a shop of a Laravel app', 'a.php', "$public = 'inv_live_pk_<alnum:24>';\n"],
  [
    'electronic invoices',
    'a.py',
    'einv = "einv_live_<alnum:24>"\nfan_inv_live_var = "@tag :inv_live_cp_3"\n',
  ],
  ['ecoinvent', 'a.py', 'ECOINVENT_API_KEY = "<alnum:40>"\n'],
  ['deepinvent', 'a.sh', 'export DEEPINVENT_API_KEY=<alnum:40>\nexport TRACINVENT_SECRET=<alnum:40>\n'],
  [
    'inventor of openai',
    'a.env.txt',
    'INVENT_BASE_URL=https://api.openai.com/v1\nINVENT_API_KEY=sk-<alnum:48>\n',
  ],
  ['invent.ai', 'a.sh', 'curl https://api.invent.ai/v1/execute\nINVENT_API_KEY=<alnum:40>\n'],
  ['inventory', 'a.py', 'INVENTORY_API_KEY = "<alnum:40>"\nINVENTARIO_TOKEN = "<alnum:40>"\n'],
  [
    'names in tests',
    'test_a.py',
    'def test_<lower:6>_does_not_invent_api_key_values_from_context(): pass\nmust_not_invent_secrets = True\n',
  ],
  [
    'fixtures of gitleaks',
    'a_test.go',
    'tps := utils.GenerateSampleSecret("invent", secrets.NewSecret(utils.AlphaNumeric("32")))\n',
  ],
  [
    'fixtures of detect-secrets',
    '.secrets.baseline',
    '{"type": "Secret Keyword", "filename": "a.py", "hashed_secret": "<hex:40>", "line_number": 3},\n',
  ],
  ['fixtures of trufflehog', 'a_test.go', 'validPattern = "<alnum:32>"\ninvalidPattern = "?<alnum:31>"\n'],
  [
    'keys of others',
    'a.sh',
    'export STRIPE=sk_live_<alnum:24>\nexport GH=ghp_<alnum:36>\nexport SLACK=xoxb-<digit:12>-<alnum:24>\n',
  ],
  [
    'requests to others',
    'a.sh',
    'curl https://api.example.com -H "Authorization: Bearer <alnum:40>" -H "X-API-Key: <alnum:32>"\n',
  ],
  ['jwt of a portal', 'a.ts', "sessionStorage.getItem('invoance_portal_jwt'); const t = 'jwt.ok.sig';\n"],
  ['random base64', 'a.txt', '<base64:900>\n'],
  ['random hex', 'a.txt', '<hex:900>\n'],
  [
    'sample environment, masked',
    '.env.sample',
    'API_KEY=sk-ant-<lower:4>-key-here\nAWS_SECRET_ACCESS_KEY=<hex:16>XXXXX<hex:4>\nTOKEN=<alnum:8>XXXXX<alnum:3>YYYY\n',
  ],
  [
    'sample environment',
    '.env.example',
    'INVENT_API_KEY=\nINVOANCE_API_KEY=<your_api_key>\nDB_PASSWORD=changeme\nSECRET_KEY=your-secret-key-here\n',
  ],
];

export const falseAlarmCorpora: readonly FalseAlarmCorpus[] = [
  { name: 'package-lock.json', path: 'package-lock.json', write: writeNpmLock },
  { name: 'source map', path: 'a.js.map', write: writeSourceMap },
  { name: 'font in css', path: 'a.css', write: writeInlineFont },
  { name: 'certificate', path: 'a.pem', write: writePem },
  { name: 'minified javascript', path: 'a.min.js', write: writeMinified },
  ...templates.map(([name, path, template]) => ({
    name,
    path,
    write: (seed: string) => repeat(template, seed),
  })),
];
