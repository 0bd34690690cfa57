import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { makeTar, makeZip, type UnpackOptions, unpack, type ZipEntry } from '../support/archives.ts';

const text = 'NAME=value\n'.repeat(400);
const pieceLengths = [1, 7, 511, 4096, Number.POSITIVE_INFINITY];

/** The same in whatever pieces it comes. */
function unpackInPieces(bytes: Buffer, options: UnpackOptions = {}) {
  const [first, ...others] = pieceLengths.map((pieceLength) =>
    unpack(bytes, { ...options, pieceLength: Math.min(pieceLength, bytes.length) }),
  );
  for (const other of others) expect(other).toEqual(first);
  return first!;
}

describe('a zip', () => {
  test.each<[string, Omit<ZipEntry, 'name' | 'content'>]>([
    ['deflated', {}],
    ['stored', { isStored: true }],
    ['deflated, with its sizes behind it', { hasDescriptor: true }],
    ['stored, with its sizes behind it', { isStored: true, hasDescriptor: true }],
    ['with sizes of 64 bits', { isZip64: true }],
    ['stored with sizes of 64 bits behind it', { isStored: true, hasDescriptor: true, isZip64: true }],
    ['deflated with sizes of 64 bits behind it', { hasDescriptor: true, isZip64: true }],
    ['after padding', { padding: 4095 }],
  ])('has its entries %s', (_, how) => {
    const zip = makeZip([
      { name: 'a/b.txt', content: text, ...how, padding: 0 },
      { name: 'empty', content: '', ...how },
      { name: 'é.txt', content: 'short', ...how },
    ]);
    expect(unpackInPieces(zip)).toEqual({
      files: [
        ['a/b.txt', text],
        ['empty', ''],
        ['é.txt', 'short'],
      ],
      faults: [],
      counts: { archiveCount: 1, entryCount: 3, byteCount: text.length + 5 },
    });
  });

  test('may tell sizes on both sides of a stored entry', () => {
    const told = { content: text, isStored: true, hasDescriptor: true, isTold: true };
    const zip = makeZip([
      { name: 'a', ...told },
      { name: 'b', ...told },
    ]);
    expect(unpackInPieces(zip)).toMatchObject({
      files: [
        ['a', text],
        ['b', text],
      ],
      faults: [],
    });
  });

  test('without any entry is read', () => {
    expect(unpackInPieces(makeZip([]))).toMatchObject({ files: [], faults: [] });
  });

  test('that is stored in a zip with its sizes behind it does not end it', () => {
    const inner = makeZip([{ name: 'x', content: text, isStored: true, hasDescriptor: true }]);
    const zip = makeZip([
      { name: 'inner.bin', content: inner, isStored: true, hasDescriptor: true },
      { name: 'after', content: 'after' },
    ]);
    expect(unpackInPieces(zip)).toMatchObject({
      files: [
        ['inner.bin!/x', text],
        ['after', 'after'],
      ],
      faults: [],
    });
  });

  test('has folders, which are no files, and names of Windows', () => {
    const zip = makeZip([
      { name: 'folder/', content: '', isStored: true },
      { name: 'packed/', content: '', hasDescriptor: true },
      { name: 'odd/', content: 'b', hasDescriptor: true },
      { name: 'folder\\file', content: 'a' },
    ]);
    expect(unpackInPieces(zip)).toMatchObject({
      files: [
        ['odd/', 'b'],
        ['folder/file', 'a'],
      ],
      faults: [],
      counts: { entryCount: 2 },
    });
  });

  test.each<[string, ZipEntry, string]>([
    ['encrypted', { name: 'bad', content: text, isEncrypted: true }, 'encrypted'],
    [
      'encrypted, with its sizes behind it',
      { name: 'bad', content: text, isEncrypted: true, hasDescriptor: true },
      'encrypted',
    ],
    ['packed as nobody knows', { name: 'bad', content: text, lies: { method: 93 } }, 'unsupported'],
  ])('has an entry that is %s: the others are read', (_, entry, flaw) => {
    const zip = makeZip([{ name: 'before', content: 'a' }, entry, { name: 'after', content: 'b' }]);
    expect(unpackInPieces(zip)).toMatchObject({
      files: [
        ['before', 'a'],
        ['after', 'b'],
      ],
      faults: [[flaw, 'bad']],
    });
  });

  test.each<[string, ZipEntry]>([
    ['a wrong checksum', { name: 'bad', content: text, lies: { crc: 1 } }],
    ['a wrong checksum behind it', { name: 'bad', content: text, lies: { crc: 1 }, hasDescriptor: true }],
    ['a wrong checksum, stored', { name: 'bad', content: text, lies: { crc: 1 }, isStored: true }],
    ['a size that is too long', { name: 'bad', content: text, lies: { packedSize: 70 } }],
  ])('has an entry with %s: it is read, and told', (_, entry) => {
    const zip = makeZip([entry, { name: 'after', content: 'b', padding: 40 }]);
    const { files, faults } = unpackInPieces(zip);
    expect(files[0]).toEqual(['bad', text]);
    expect(files[1]).toEqual(['after', 'b']);
    expect(faults).toEqual([['damaged', 'bad']]);
  });

  test('tells when its directory names what is not there', () => {
    const entries = [
      { name: 'a', content: 'a' },
      { name: 'b', content: '', isStored: true },
    ];
    const gone = makeZip(entries);
    const start = gone.indexOf('PK\x03\x04', 4, 'latin1');
    gone.fill(0, start, start + 4);
    expect(unpackInPieces(gone)).toMatchObject({ files: [['a', 'a']], faults: [['damaged', undefined]] });
    const longer = makeZip(entries);
    longer[longer.indexOf('PK\x01\x02', 0, 'latin1') + 20]! += 1;
    expect(unpackInPieces(longer).faults).toEqual([['damaged', undefined]]);
  });

  test('is not fooled by what looks like the record behind an entry', () => {
    const fake = Buffer.alloc(16);
    fake.writeUInt32LE(0x08074b50, 0);
    fake.writeUInt32LE(3, 8);
    fake.writeUInt32LE(3, 12);
    const content = Buffer.concat([Buffer.from('abc'), fake, Buffer.from('PK\x03\x04 and so on', 'latin1')]);
    const zip = makeZip([{ name: 'a', content, isStored: true, hasDescriptor: true }]);
    expect(unpackInPieces(zip)).toMatchObject({ files: [['a', content.toString('latin1')]], faults: [] });
  });

  test('may hold what its directory does not name', () => {
    const zip = makeZip([
      { name: 'gone', content: 'a', isNamed: false },
      { name: 'b', content: 'b' },
    ]);
    expect(unpackInPieces(zip)).toMatchObject({
      files: [
        ['gone', 'a'],
        ['b', 'b'],
      ],
      faults: [],
    });
  });
});

test('a zip of more entries than 16 bits can count is read whole', () => {
  const entries = Array.from({ length: 70_000 }, (_, index) => ({
    name: `${index}`,
    content: 'x',
    isStored: true,
  }));
  expect(unpack(makeZip(entries))).toMatchObject({ faults: [], counts: { entryCount: 70_000 } });
});

describe('a tar', () => {
  test.each([false, true])('is read, of before 1988: %s', (isOld) => {
    const tar = makeTar([
      { name: './a/b.txt', content: text, isOld },
      { name: 'folder/', type: '5', isOld },
      { name: 'link', type: '2', isOld },
      { name: 'device', type: '3', isOld },
      { name: 'empty', isOld },
      { name: '../../etc/x\ny', content: 'last', isOld },
    ]);
    expect(unpackInPieces(tar)).toEqual({
      files: [
        ['a/b.txt', text],
        ['empty', ''],
        ['../../etc/x\ny', 'last'],
      ],
      faults: [],
      counts: { archiveCount: 1, entryCount: 3, byteCount: text.length + 4 },
    });
  });

  test('has long names', () => {
    const long = `${'folder/'.repeat(40)}name`;
    const record = ` path=${long}\n`;
    const length = record.length + 3;
    const tar = makeTar([
      { name: 'PaxHeader', type: 'x', content: `${length}${record}` },
      { name: 'short', content: 'a' },
      { name: '././@LongLink', type: 'L', content: `${long}2\0` },
      { name: 'short', content: 'b' },
    ]);
    expect(unpackInPieces(tar)).toMatchObject({
      files: [
        [long, 'a'],
        [`${long}2`, 'b'],
      ],
      faults: [],
    });
  });

  test('with a broken header goes on at the next', () => {
    const tar = makeTar([
      { name: 'a', content: 'a' },
      { name: 'b', content: 'b' },
      { name: 'c', content: 'c' },
    ]);
    tar[1024] = tar[1024]! + 1;
    const { files, faults } = unpackInPieces(tar);
    expect(files).toEqual([
      ['a', 'a'],
      ['c', 'c'],
    ]);
    expect(new Set(faults.map(([fault]) => fault))).toEqual(new Set(['damaged']));
  });

  test('is not read beyond its end', () => {
    const tar = Buffer.concat([makeTar([{ name: 'a', content: 'a' }]), Buffer.alloc(5000, 'x')]);
    expect(unpackInPieces(tar)).toMatchObject({ files: [['a', 'a']], faults: [] });
  });

  test('with a part of a kind that is not read says so', () => {
    const tar = makeTar([
      { name: 'sparse', type: 'S', content: text },
      { name: 'b', content: 'b' },
    ]);
    expect(unpackInPieces(tar)).toMatchObject({ files: [['b', 'b']], faults: [['unsupported', 'sparse']] });
  });
});

describe('a gzip', () => {
  test.each([
    ['.env.gz', '.env'],
    ['logs/app.log.gz', 'app.log'],
    ['LOG.GZ', 'LOG'],
    ['.gz', '.gz'],
    ['standard input', 'standard input'],
  ])('called %s holds %s', (path, name) => {
    expect(unpackInPieces(gzipSync(text), { path })).toMatchObject({ files: [[name, text]], faults: [] });
  });

  test('of several parts is one file; zeros and what else follows are passed over', () => {
    const parts = [gzipSync(text), gzipSync(''), gzipSync('end')];
    const apart = Buffer.concat([gzipSync(text), Buffer.alloc(700), gzipSync('end')]);
    expect(unpackInPieces(apart)).toMatchObject({ files: [['archive', `${text}end`]], faults: [] });
    for (const rest of ['', '\0\0\0', 'garbage', '\x1f', '\x1f\x8bno']) {
      const gzip = Buffer.concat([...parts, Buffer.from(rest, 'latin1')]);
      expect(unpackInPieces(gzip)).toMatchObject({ files: [['archive', `${text}end`]], faults: [] });
    }
  });

  test('with a wrong checksum is read, and told', () => {
    const gzip = gzipSync(text);
    gzip[gzip.length - 8] = gzip[gzip.length - 8]! ^ 1;
    expect(unpackInPieces(gzip)).toMatchObject({
      files: [['archive', text]],
      faults: [['damaged', 'archive']],
    });
  });

  test('with a tar in it is one archive', () => {
    const tgz = gzipSync(makeTar([{ name: 'package/index.js', content: text }]));
    expect(unpackInPieces(tgz, { path: 'a.tgz', limits: { depth: 1 } })).toMatchObject({
      files: [['package/index.js', text]],
      faults: [],
      counts: { archiveCount: 2, entryCount: 1 },
    });
  });
});

test('archives in archives are entered', () => {
  const jar = makeZip([{ name: 'a.properties', content: 'a=b' }]);
  const tgz = gzipSync(
    makeTar([
      { name: 'lib/x.jar', content: jar },
      { name: 'y', content: 'y' },
    ]),
  );
  const zip = makeZip([
    { name: 'pack.tgz', content: tgz, isStored: true },
    { name: 'z.gz', content: gzipSync('z') },
  ]);
  expect(unpackInPieces(zip)).toMatchObject({
    files: [
      ['pack.tgz!/lib/x.jar!/a.properties', 'a=b'],
      ['pack.tgz!/y', 'y'],
      ['z.gz!/z', 'z'],
    ],
    faults: [],
    counts: { archiveCount: 5, entryCount: 3 },
  });
});

describe('a limit', () => {
  test('of depth leaves what lies deeper as it is', () => {
    const inner = makeZip([{ name: 'deep', content: 'a' }]);
    const zip = makeZip([
      { name: 'in.zip', content: inner },
      { name: 'b', content: 'b' },
    ]);
    expect(unpackInPieces(zip, { limits: { depth: 1 } })).toMatchObject({
      files: [
        ['in.zip', inner.toString('latin1')],
        ['b', 'b'],
      ],
      faults: [['limit of depth', 'in.zip']],
    });
    expect(unpackInPieces(zip, { limits: { depth: 2 } }).faults).toEqual([]);
  });

  test('of entries ends the reading', () => {
    const names = Array.from({ length: 10 }, (_, index) => `${index}`);
    const archives = [
      makeZip(names.map((name) => ({ name, content: name }))),
      makeTar(names.map((name) => ({ name, content: name }))),
    ];
    for (const archive of archives) {
      expect(unpackInPieces(archive, { limits: { entryCount: 10 } }).faults).toEqual([]);
      const { files, faults } = unpackInPieces(archive, { limits: { entryCount: 9 } });
      expect(files).toHaveLength(9);
      expect(faults).toEqual([['limit of entryCount', undefined]]);
    }
  });

  test('of bytes ends the reading, and does not count what was not packed', () => {
    const long = 'x'.repeat(1_000_000);
    const limits = { expandedBytes: 999_999 };
    expect(unpack(gzipSync(long), { limits }).faults).toEqual([['limit of expandedBytes', undefined]]);
    expect(unpack(makeZip([{ name: 'a', content: long }]), { limits }).faults).toEqual([
      ['limit of expandedBytes', undefined],
    ]);
    expect(unpack(makeZip([{ name: 'a', content: long, isStored: true }]), { limits }).faults).toEqual([]);
    expect(unpack(makeTar([{ name: 'a', content: long }]), { limits }).faults).toEqual([]);
    expect(unpack(gzipSync(long), { limits: { expandedBytes: 1_000_000 } }).faults).toEqual([]);
  });

  test('of the ratio ends what is a bomb, also when it is packed twice', () => {
    const bomb = gzipSync(Buffer.alloc(80_000_000));
    const { faults, counts } = unpack(bomb);
    expect(faults).toEqual([['limit of ratio', undefined]]);
    expect(counts.byteCount).toBeLessThan(70_000_000);
    expect(unpack(makeZip([{ name: 'a.gz', content: bomb }])).faults).toEqual([
      ['limit of ratio', undefined],
    ]);
    expect(unpack(gzipSync(Buffer.alloc(60_000_000))).faults).toEqual([]);
  });
});

test('whatever is cut off, the rest is read, and something is told', () => {
  const content = 'abcdefgh'.repeat(9);
  const archives = [
    gzipSync(content),
    makeZip([
      { name: 'a', content },
      { name: 'b', content, isStored: true },
      { name: 'c', content, hasDescriptor: true },
    ]),
    makeZip([{ name: 'c', content, hasDescriptor: true, isStored: true }]),
    makeTar(
      [
        { name: 'a', content },
        { name: 'b', content },
      ],
      { hasEnd: false },
    ),
  ];
  for (const archive of archives) {
    const whole = unpack(archive);
    expect(whole.faults).toEqual([]);
    for (let length = 513; length < archive.length; length++) {
      const cut = unpack(archive.subarray(0, length));
      const isBetween = archive === archives[3] && length % 512 === 0 && (length / 512) % 2 === 0;
      expect(cut.faults.length, `${length}`).toBe(isBetween ? 0 : 1);
      for (const [index, [name, text]] of cut.files.entries()) {
        expect(whole.files[index]![0]).toBe(name);
        expect(whole.files[index]![1].startsWith(text)).toBe(true);
      }
    }
  }
});
