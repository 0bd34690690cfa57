import { describe, expect, test } from 'vitest';
import invent from '../../src/providers/invent.ts';
import { findListedId } from '../../src/revoke/key-list.ts';
import { connectTo, createSubject } from '../support/desk.ts';
import { expand } from '../support/secrets.ts';
import { answer, startServer, type VendorReply } from '../support/vendor-server.ts';

const text = expand('<alnum:40>', 'listed key');
const end = text.slice(-4);
const start = text.slice(0, 4);

async function look(reply: VendorReply, items?: string) {
  const server = await startServer([answer('GET /keys', reply)]);
  const { finding, vendor } = createSubject(invent, server, text);
  const { secret } = finding;
  const key = { secret, identity: undefined, vendor, signal: new AbortController().signal };
  const credential = { kind: 'bearer', secret } as const;
  const list = {
    url: `${server.origin}/keys`,
    credential,
    items,
    idNames: ['id', 'key_id'],
    previewNames: ['preview', 'last4'],
  };
  // Only what drips waits for the end of its time: a busy machine must not.
  const http = connectTo(server, reply.delivery === 'drip' ? 300 : 20_000);
  return findListedId({ ...key, vendor: { ...vendor, http } }, list);
}

/** An object in so many others. */
function nest(count: number): object {
  return count === 0 ? {} : { x: nest(count - 1) };
}

const other = { id: 'other', preview: '****zzzz' };
const mine = { id: 'mine', preview: `****${end}` };

describe('the id is found', () => {
  test.each<[string, object]>([
    ['in a list', [other, mine]],
    ['in the only list of an object', { data: [other, mine], has_more: false, next: null, total: 2 }],
    ['by the last four alone', [other, { id: 'mine', last4: end }]],
    ['by start and end', [{ id: 'mine', preview: `${start}…${end}` }]],
    ['by a mask of dots', [{ id: 'mine', preview: `${start}...${end}` }]],
    ['by a mask of bullets', [{ id: 'mine', preview: `${start}••••${end}` }]],
    ['by two members that both fit', [{ id: 'mine', preview: `****${end}`, last4: end }]],
    ['by another name, where it has that', [{ key_id: 'mine', last4: end }]],
    ['by the first of its names', [{ key_id: 'other', id: 'mine', last4: end }]],
    ['in a list that counts other things', { data: [mine], subtotal: 7, total_usage: 9, totals: 3 }],
    ['in a list that tells other things', { data: [mine], whats_next: 'x', next_step: 'y' }],
    ['beside what is nested deep', { data: [mine], x: nest(15) }],
    ['in a list that says in every way that it is whole', { data: [mine], next_cursor: '', total_count: 1 }],
  ])('%s', async (_, body) => {
    expect(await look({ status: 200, body })).toEqual({ kind: 'found', id: 'mine' });
  });

  test.each([
    { 'pagination-count': '1' },
    { link: '</keys?page=1>; rel="prev"' },
    { 'content-type': 'application/vnd.api+json; charset=utf-8' },
    { 'content-type': 'Application/JSON' },
  ])('in an answer with %o', async (more) => {
    const headers = { 'content-type': 'application/json', ...more };
    const reply = { status: 200, body: JSON.stringify([mine]), headers };
    expect(await look(reply)).toEqual({ kind: 'found', id: 'mine' });
  });

  test('as a number', async () => {
    expect(await look({ status: 200, body: [{ id: 7, last4: end }] })).toEqual({ kind: 'found', id: '7' });
  });

  test('in the list that is named', async () => {
    const body = { admins: [], keys: [mine] };
    expect(await look({ status: 200, body }, 'keys')).toEqual({ kind: 'found', id: 'mine' });
  });
});

describe('no id is guessed', () => {
  test.each<[string, VendorReply, string]>([
    ['from two keys with the same end', { status: 200, body: [mine, { ...mine, id: 'twin' }] }, '2 entries'],
    ['from the only key of a list that is not this one', { status: 200, body: [other] }, 'no entry'],
    ['beside what is nested deeper', { status: 200, body: { data: [mine], x: nest(16) } }, 'one page'],
    ['from an empty list', { status: 200, body: [] }, 'no entry'],
    ['from a start alone', { status: 200, body: [{ id: 'a', preview: `${start}****` }] }, 'no entry'],
    [
      'from three characters',
      { status: 200, body: [{ id: 'a', preview: `****${end.slice(1)}` }] },
      'no entry',
    ],
    [
      'from an end with another start',
      { status: 200, body: [{ id: 'a', preview: `zzz*${end}` }] },
      'no entry',
    ],
    [
      'from an end that a mask follows',
      { status: 200, body: [{ id: 'a', preview: `****${end}***` }] },
      'no entry',
    ],
    [
      'from a start behind another mask',
      { status: 200, body: [{ id: 'a', preview: `zzz*${start}*${end}` }] },
      'no entry',
    ],
    ['from two dots', { status: 200, body: [{ id: 'a', preview: `${start}..${end}` }] }, 'no entry'],
    [
      'from members that disagree',
      { status: 200, body: [{ id: 'a', preview: `****${end}`, last4: 'zzzz' }] },
      'no entry',
    ],
    ['from an entry without preview', { status: 200, body: [{ id: 'a' }] }, 'no entry'],
    [
      'from an entry that shows the whole key',
      { status: 200, body: [{ id: 'a', preview: text }] },
      'no entry',
    ],
    ['from an entry without id', { status: 200, body: [{ preview: `****${end}` }] }, 'no id'],
    ['from an id that quotes the key', { status: 200, body: [{ id: text, preview: `****${end}` }] }, 'no id'],
    ['from the first of more pages', { status: 200, body: { data: [mine], has_more: true } }, 'one page'],
    [
      'from a list with a next page',
      { status: 200, body: { data: [mine], meta: { next_cursor: 'x' } } },
      'one page',
    ],
    [
      'from a list beside something without bottom',
      {
        status: 200,
        body: `{"data":${JSON.stringify([mine])},"x":${'{"x":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
        headers: { 'content-type': 'application/json' },
      },
      'one page',
    ],
    ...[
      'hasMore',
      'has_next',
      'hasNextPage',
      'next',
      'next_page',
      'nextPageToken',
      'next_token',
      'next_url',
    ].map((name): [string, VendorReply, string] => [
      `from a list whose ${name} says more`,
      { status: 200, body: { data: [mine], [name]: 'x' } },
      'one page',
    ]),
    [
      'from a list that counts in all more',
      { status: 200, body: { data: [mine], totalCount: 2 } },
      'one page',
    ],
    [
      'from a list whose headers link to more',
      { status: 200, body: [mine], headers: { link: '</keys?page=2>; rel="next"' } },
      'one page',
    ],
    [
      'from a list whose headers link to more in other words',
      { status: 200, body: [mine], headers: { link: '</keys?page=2>; REL=next' } },
      'one page',
    ],
    ['from one of two lists', { status: 200, body: { keys: [mine], admins: [] } }, 'no form'],
    ['from a list in which something else stands', { status: 200, body: [mine, 'mine'] }, 'no form'],
    ['from an id that is no whole number', { status: 200, body: [{ id: 1.5, last4: end }] }, 'no id'],
    [
      'from five characters without a mask',
      { status: 200, body: [{ id: 'a', last4: text.slice(-5) }] },
      'no entry',
    ],
    ['from a list that counts more', { status: 200, body: { data: [mine], total: 2 } }, 'one page'],
    [
      'from a list whose headers count more',
      { status: 200, body: [mine], headers: { 'pagination-count': '2' } },
      'one page',
    ],
    [
      'from another content type',
      { status: 200, body: JSON.stringify([mine]), headers: { 'content-type': 'text/html' } },
      'not JSON',
    ],
    [
      'from a content type that only starts like it',
      { status: 200, body: JSON.stringify([mine]), headers: { 'content-type': 'application/jsonlines' } },
      'not JSON',
    ],
    [
      'from a content type that names nothing before its plus',
      { status: 200, body: JSON.stringify([mine]), headers: { 'content-type': 'application/+json' } },
      'not JSON',
    ],
    [
      'from a content type that only ends like it',
      { status: 200, body: JSON.stringify([mine]), headers: { 'content-type': 'x-application/json' } },
      'not JSON',
    ],
    [
      'from what is not JSON',
      { status: 200, body: '[', headers: { 'content-type': 'application/json' } },
      'no form',
    ],
    ['from a list of texts', { status: 200, body: ['mine'] }, 'no form'],
    ['from a refusal', { status: 403, body: [mine] }, 'answers 403'],
    [
      'from a redirect',
      { status: 302, headers: { location: 'https://evil.example/keys' } },
      'redirect refused',
    ],
    [
      'from a body of more than 2 MiB',
      {
        status: 200,
        body: JSON.stringify([mine]) + ' '.repeat(2 << 20),
        headers: { 'content-type': 'application/json' },
      },
      'body too large',
    ],
    ['from a body that drips', { status: 200, body: '', delivery: 'drip' }, 'time-out'],
    ['from a body without end', { status: 200, body: '', delivery: 'endless' }, 'body too large'],
    ['from a cut connection', { status: 200, body: '', delivery: 'cut' }, 'network'],
  ])('%s', async (_, reply, reason) => {
    expect(await look(reply)).toEqual({ kind: 'unbound', reason: expect.stringContaining(reason) });
  });

  test('from a list that is not the named member of anything', async () => {
    const reason = expect.stringContaining('no form');
    expect(await look({ status: 200, body: [mine] }, 'keys')).toEqual({ kind: 'unbound', reason });
    expect(await look({ status: 200, body: { admins: [mine] } }, 'keys')).toEqual({
      kind: 'unbound',
      reason,
    });
    const headers = { 'content-type': 'application/json' };
    expect(await look({ status: 200, body: 'null', headers }, 'keys')).toEqual({ kind: 'unbound', reason });
  });
});
