import type { TableSettings } from '#tables/columns.ts';
import { rowsXml, workbook, zip } from '../fixtures/workbook.ts';

/** A row that is expected: its line with its URL and columns, or with what must be complained of. */
export type ExpectedRow = readonly [number, string, Readonly<Record<string, string>>?] | readonly [number, RegExp];

/** A file of tests/fixtures/inputs with what must come of it: rows, or a complaint about the whole of it. */
export type InputCase = {
  readonly file: string;
  readonly bytes: Buffer;
  readonly settings?: Partial<TableSettings>;
  readonly expected: readonly ExpectedRow[] | RegExp;
};

const text = (
  file: string,
  content: string,
  expected: InputCase['expected'],
  settings: Partial<TableSettings> = {},
  encoding: BufferEncoding = 'utf8',
): InputCase => ({ file, bytes: Buffer.from(content, encoding), expected, settings });

const bytes = (
  file: string,
  content: Uint8Array,
  expected: InputCase['expected'],
  settings: Partial<TableSettings> = {},
): InputCase => ({
  file,
  bytes: Buffer.from(content),
  expected,
  settings,
});

const a = (path: string | number) => `https://a.example/${path}`;
const swapped = (content: string) => Buffer.from(content, 'utf16le').swap16();
/** windows-1252, of which latin1 is all but these few. */
const western = (content: string) =>
  Buffer.from(
    content.replaceAll('€', '\x80').replaceAll('“', '\x93').replaceAll('”', '\x94').replaceAll('–', '\x96'),
    'latin1',
  );

export const delimited: readonly InputCase[] = [
  text('comma.csv', `name,url\nChair,${a(1)}\n`, [[2, a(1), { name: 'Chair' }]]),
  text('semicolon.csv', `Raum;Pos.;Menge;Link\r\nFoyer;1.10;4;${a(1)}\r\n`, [
    [2, a(1), { room: 'Foyer', 'item code': '1.10', quantity: '4' }],
  ]),
  text('tab.tsv', `url\tnote\n${a(1)}\ta, b; c\n`, [[2, a(1), { note: 'a, b; c' }]]),
  text('bom-crlf.csv', `\uFEFFurl,name\r\n${a(1)},Tür\r\n`, [[2, a(1), { name: 'Tür' }]]),
  text('old-mac.csv', `url,name\r${a(1)},x\r${a(2)},y\r`, [
    [2, a(1), { name: 'x' }],
    [3, a(2), { name: 'y' }],
  ]),
  text('no-final-line-end.csv', `url,name\n${a(1)},x`, [[2, a(1), { name: 'x' }]]),
  text('quoted-newlines.csv', `note,url\r\n"two\r\nlines",${a(1)}\r\nx,${a(2)}\r\n`, [
    [2, a(1), { note: 'two\r\nlines' }],
    [4, a(2), { note: 'x' }],
  ]),
  text('quote-never-closed.csv', `url,name\n"${a(1)},x\n${a(2)},y\n`, [
    [2, /broken quoting/],
    [3, a(2), { name: 'y' }],
  ]),
  text('text-after-quote.csv', `url,name\n${a(1)},"x" y\n${a(2)},"z"\n`, [
    [2, /broken quoting.*expected a cell with quotes/],
    [3, a(2), { name: 'z' }],
  ]),
  text('inch-signs.csv', `url,name\n${a(1)},Pipe 5" wide\n`, [[2, a(1), { name: 'Pipe 5" wide' }]]),
  text('ragged.csv', `url,name\n${a(1)}\n${a(2)},x,y\n${a(3)},z\n`, [
    [2, /expected 2 cells as in the header, found 1/],
    [3, /found 3/],
    [4, a(3), { name: 'z' }],
  ]),
  text('gaps.csv', `url,name\n,\n\n,x\n${a(3)},y\n,,\n`, [
    [4, /expected a URL in the column "url", found none/],
    [5, a(3), { name: 'y' }],
  ]),
  text('same-headers.csv', `url,a,a,\n${a(1)},1,2,3\n`, [[2, a(1), { a: '1', 'a (2)': '2', 'column 4': '3' }]]),
  text('number-sign.csv', `#,Name,URL\n1,Chair,${a(1)}\n`, [[2, a(1), { '#': '1', Name: 'Chair' }]]),
  text(
    'two-url-columns.csv',
    `shop,maker\n${a(1)},${a(2)}\n`,
    /several columns hold URLs \(shop, maker\).*--url-column/,
  ),
  text('no-url-column.csv', 'name,price\nChair,3\n', /no column holds URLs.*--url-column.*name, price/),
  text('no-header.csv', `${a(1)},Chair\n${a(2)},Table\n`, /first line holds data.*expected a header/),
  text('header-cut.csv', `url,"name\n${a(1)},x\n`, /line 1, the header: broken quoting/),
  text('empty.csv', '', /empty\.csv is empty; expected a header and rows/),
  text('only-comments.txt', '\n# chairs\n\n', /only-comments\.txt is empty/),
  text('only-header.csv', 'url,name\n', []),
  text('list.txt', `# chairs\n\n${a(1)}\n  a.example/2  \n`, [
    [3, a(1)],
    [4, 'a.example/2'],
  ]),
  text('list-with-commas.txt', `${a('1,2')}\n${a(3)}\n`, [
    [1, a('1,2')],
    [2, a(3)],
  ]),
];

export const languages: readonly InputCase[] = [
  text('english.csv', `Room Name,Spec Section,Tag,Qty.,Product URL,Finish\nLobby,12 50 00,CH-1,4,${a(1)},Oak\n`, [
    [2, a(1), { room: 'Lobby', section: '12 50 00', 'item code': 'CH-1', quantity: '4', Finish: 'Oak' }],
  ]),
  text('french.csv', `Pièce;Lot;Repère;Qté;Lien produit\nSalon;09;L-1;2;${a(1)}\n`, [
    [2, a(1), { room: 'Salon', section: '09', 'item code': 'L-1', quantity: '2' }],
  ]),
  text('italian.csv', `Stanza;Capitolo;Codice;Q.tà;Collegamento\nBagno;3;S-1;1;${a(1)}\n`, [
    [2, a(1), { room: 'Bagno', section: '3', 'item code': 'S-1', quantity: '1' }],
  ]),
  text('spanish.csv', `Habitación;Capítulo;Código;Cantidad;Enlace\nBaño;3;S-1;1;${a(1)}\n`, [
    [2, a(1), { room: 'Baño', section: '3', 'item code': 'S-1', quantity: '1' }],
  ]),
  text('two-rooms.csv', `Zimmer,Room,url\n101,Suite,${a(1)}\n`, [[2, a(1), { room: 'Suite', Zimmer: '101' }]]),
  text(
    'mapped.csv',
    `Wo,Was,Wieviel,Room,Link\nFoyer,${a(1)},4,R-1,${a(2)}\n`,
    [[2, a(1), { room: 'Foyer', quantity: '4', Room: 'R-1', Link: a(2) }]],
    { columns: { url: 'was', room: 'Wo', quantity: 'Wieviel' } },
  ),
  text(
    'mapped-wrongly.csv',
    `Raum,Link\nFoyer,${a(1)}\n`,
    /no column "Ruam" \(--map room=Ruam\); did you mean "Raum"\? The columns are: Raum, Link/,
    { columns: { room: 'Ruam' }, wellKnown: false },
  ),
  text('url-mapped-wrongly.csv', `Lnik,name\n${a(1)},x\n`, /no column "Link" \(--map url=Link\); did you mean "Lnik"/, {
    columns: { url: 'Link' },
  }),
];

export const encodings: readonly InputCase[] = [
  bytes('utf16le-bom.txt', Buffer.from(`\uFEFFurl\tname\r\n${a(1)}\tTür €\r\n`, 'utf16le'), [
    [2, a(1), { name: 'Tür €' }],
  ]),
  bytes('utf16be-bom.csv', swapped(`\uFEFFurl,name\n${a(1)},Tür\n`), [[2, a(1), { name: 'Tür' }]]),
  bytes('utf16le-without-bom.csv', Buffer.from(`url,name\n${a(1)},Tür\n`, 'utf16le'), [[2, a(1), { name: 'Tür' }]]),
  bytes('utf16be-without-bom.csv', swapped(`url,name\n${a(1)},Tür\n`), [[2, a(1), { name: 'Tür' }]]),
  bytes('utf16le-cut.csv', Buffer.from(`\uFEFFurl,name\n${a(1)},x\n${a(2)},yy`, 'utf16le').subarray(0, -1), [
    [2, a(1), { name: 'x' }],
    [3, /a character of the line cannot be read as utf-16le/],
  ]),
  bytes('windows-1252.csv', western(`url,name\n${a(1)},“Türgriff” – 12 €\n`), [
    [2, a(1), { name: '“Türgriff” – 12 €' }],
  ]),
  bytes('windows-1252-list.txt', western(`# Stühle\n${a('Stühle')}\n`), [[2, a('Stühle')]]),
  bytes('ascii-until-late.csv', western(`url,name\n${`${a(1)},plain\n`.repeat(300)}${a(2)},Tür\n`), [
    ...Array.from({ length: 300 }, (_, index) => [index + 2, a(1), { name: 'plain' }] as const),
    [302, a(2), { name: 'Tür' }],
  ]),
  bytes(
    'utf8-with-one-western-line.csv',
    Buffer.concat([
      Buffer.from(`url,name\n${a(1)},Tür\n${a(2)},Stühle\n`),
      western(`${a(3)},Tisch grün\n`),
      Buffer.from(`${a(4)},Öl\n`),
    ]),
    [
      [2, a(1), { name: 'Tür' }],
      [3, a(2), { name: 'Stühle' }],
      [4, /column 29 holds the byte FC, which is not UTF-8 as the file is.*--encoding/],
      [5, a(4), { name: 'Öl' }],
    ],
  ),
  bytes(
    'western-with-one-utf8-line.csv',
    Buffer.concat([
      western(`url,name\n${a(1)},Tür\n${a(2)},Stühle\n${a(3)},Öl\n`),
      Buffer.from(`${a(4)},Tür\n`),
      western(`${a(5)},grün\n`),
    ]),
    [
      [2, a(1), { name: 'Tür' }],
      [3, a(2), { name: 'Stühle' }],
      [4, a(3), { name: 'Öl' }],
      [5, /reads as UTF-8, but the file as windows-1252.*--encoding/],
      [6, a(5), { name: 'grün' }],
    ],
  ),
  bytes(
    'utf8-forced.csv',
    western(`url,name\n${a(1)},Tür\n${a(2)},x\n`),
    [
      [2, /column 22 holds the byte FC/],
      [3, a(2), { name: 'x' }],
    ],
    {
      encoding: 'utf-8',
    },
  ),
  bytes('iso-8859-2.csv', Buffer.from(`url,name\n${a(1)},\xB3\xF3\xBFko\n`, 'latin1'), [[2, a(1), { name: 'łóżko' }]], {
    encoding: 'iso-8859-2',
  }),
  bytes(
    'shift-jis.csv',
    Buffer.from(`url,name\n${a(1)},\x88\xD6\x8E\x71\n${a(2)},\x88\n`, 'latin1'),
    [
      [2, a(1), { name: '椅子' }],
      [3, /column 21 cannot be read as shift_jis/],
    ],
    { encoding: 'shift_jis' },
  ),
  bytes('western-header.csv', western(`url,Größe\n${a(1)},groß\n`), [[2, a(1), { Größe: 'groß' }]]),
];

export const json: readonly InputCase[] = [
  text(
    'objects.jsonl',
    `{"name":"Chair","url":"${a(1)}","qty":4,"size":{"w":1,"h":[2]},"ok":true,"none":null}\n{"url":"${a(2)}"}\n`,
    [
      [1, a(1), { name: 'Chair', quantity: '4', size: '{"w":1,"h":[2]}', ok: 'true', none: '' }],
      [2, a(2)],
    ],
  ),
  text('crlf-bom.ndjson', `\uFEFF{"link":"${a(1)}"}\r\n\r\n{"link":"${a(2)}"}\r\n`, [
    [1, a(1)],
    [3, a(2)],
  ]),
  text('broken-line.jsonl', `{"url":"${a(1)}"}\n{"url":"${a(2)}",}\n{"url":"${a(3)}"\n{"url":"${a(4)}"}\n`, [
    [1, a(1)],
    [2, /not JSON from column 30 on \(found }\); expected an object such as/],
    [3, /not JSON from column 29 on \(it ends too early\)/],
    [4, a(4)],
  ]),
  text('no-url-in-some.jsonl', `{"url":"${a(1)}"}\n{"name":"x"}\n{"url":null}\n{"url":5}\n["x"]\n7\n`, [
    [1, a(1)],
    [2, /expected a URL in the field "url", found none/],
    [3, /found null/],
    [4, /found a number/],
    [5, /expected an object or a URL in quotes, found an array/],
    [6, /found a number/],
  ]),
  text('field-only-later.jsonl', `{"name":"x"}\n{"name":"y","Produktlink":"${a(2)}","Raum":"Bad"}\n`, [
    [1, /expected a URL in the field "Produktlink", found none/],
    [2, a(2), { name: 'y', room: 'Bad' }],
  ]),
  text('long-numbers.jsonl', `{"url":"${a(1)}","gtin":12345678901234567890,"price":12.50,"n":3}\n`, [
    [1, a(1), { gtin: '12345678901234567890', price: '12.50', n: '3' }],
  ]),
  text('names-of-objects.jsonl', `{"url":"${a(1)}","__proto__":"p","constructor":"c"}\n`, [
    [
      1,
      a(1),
      Object.fromEntries([
        ['__proto__', 'p'],
        ['constructor', 'c'],
      ]),
    ],
  ]),
  text('no-url.jsonl', '{"name":"x"}\n{"name":"y"}\n', /no column holds URLs.*the columns are: name/),
  text(
    'one-document.json',
    `{\n  "products": [\n    {"url": "${a(1)}"}\n  ]\n}\n`,
    /line 1: one JSON object over several lines; expected one object a line, or one array/,
  ),
  bytes('western.jsonl', western(`{"url":"${a(1)}","name":"Tür"}\n`), [[1, a(1), { name: 'Tür' }]]),
  text(
    'array.json',
    `[\n  {\n    "url": "${a(1)}",\n    "name": "a \\"b\\" [c] {d}, \\\\"\n  },\n  { "url": "${a(2)}", "Menge": 2 }\n]\n`,
    [
      [2, a(1), { name: 'a "b" [c] {d}, \\' }],
      [6, a(2), { quantity: '2' }],
    ],
  ),
  text('array-in-one-line.json', `[{"url":"${a(1)}"},{"url":"${a(2)}"}]`, [
    [1, a(1)],
    [1, a(2)],
  ]),
  text('array-of-urls.json', `["${a(1)}",\n "${a(2)}", 3, ""]\n`, [
    [1, a(1)],
    [2, a(2)],
    [2, /expected an object or a URL in quotes, found a number/],
    [2, /found none/],
  ]),
  text('array-with-bad-element.json', `[\n{"url":"${a(1)}"},\n  {url:"${a(2)}"},\n{"url":"${a(3)}"}]`, [
    [2, a(1)],
    [3, /not JSON from column 4 on \(found u\)/],
    [4, a(3)],
  ]),
  text('array-cut.json', `[{"url":"${a(1)}"},\n{"url":"${a(2)}`, [
    [1, a(1)],
    [2, /it ends too early/],
    [2, /the array is never closed: the file may be cut off/],
  ]),
  text('array-and-more.json', `[{"url":"${a(1)}"}]\n[{"url":"${a(2)}"}]\n`, [
    [1, a(1)],
    [2, /the array has ended; expected nothing after it/],
  ]),
  text('array-empty.json', '[]\n', /the JSON holds no rows; expected objects with a URL/),
  text('bracket-header.csv', `[note],url\nx,${a(1)}\n`, [[2, a(1), { '[note]': 'x' }]]),
];

const sheet = (rows: readonly (readonly (string | number | null)[])[], first = 1) => ({
  name: 'Sheet1',
  rows: rowsXml(rows, first),
});
const shared = (list: readonly string[]) => list.map((entry) => `<t>${entry}</t>`);

export const workbooks: readonly InputCase[] = [
  bytes(
    'plain.xlsx',
    workbook([
      sheet([
        ['Name', 'URL'],
        ['Chair', a(1)],
        ['Table', a(2)],
      ]),
    ]),
    [
      [2, a(1), { Name: 'Chair' }],
      [3, a(2), { Name: 'Table' }],
    ],
  ),
  bytes(
    'title-above.xlsx',
    workbook([
      sheet([
        ['Project Seaside, FF&E schedule'],
        ['Studio', 'www.studio.example'],
        [null],
        ['Room', 'Qty', 'Product link'],
        ['Lobby', 4, a(1)],
        [null, null, null],
        ['Total', 4],
      ]),
    ]),
    [
      [5, a(1), { room: 'Lobby', quantity: '4' }],
      [7, /expected a URL in the column "Product link", found none/],
    ],
  ),
  bytes(
    'links.xlsx',
    workbook([
      {
        ...sheet([
          ['Room', 'Product'],
          ['Lobby', 'Oak chair'],
          ['Bar', a('shown')],
          ['Hall', 'no link'],
        ]),
        after: '<hyperlinks><hyperlink ref="B2" r:id="rId1"/><hyperlink ref="B3" r:id="rId2"/></hyperlinks>',
        links: { rId1: a('linked?a=1&b=2'), rId2: a('stale') },
      },
    ]),
    [
      [2, a('linked?a=1&b=2'), { room: 'Lobby', Product: 'Oak chair' }],
      [3, a('shown'), { room: 'Bar' }],
      [4, 'no link', { room: 'Hall' }],
    ],
  ),
  bytes(
    'link-formula.xlsx',
    workbook([
      {
        name: 'S',
        rows: `${rowsXml([['Item', 'Link']])}<row r="2"><c r="A2" t="str"><f>"Ch"&amp;"air"</f><v>Chair</v></c><c r="B2" t="str"><f>HYPERLINK("${a(1)}","open")</f><v>open</v></c></row>`,
      },
    ]),
    [[2, a(1), { Item: 'Chair', Link: 'open' }]],
  ),
  bytes(
    'numbers-and-dates.xlsx',
    workbook(
      [
        {
          name: 'S',
          rows: `${rowsXml([['url', 'date', 'own', 'price', 'share', 'gtin', 'sum', 'yes', 'bad', 'none']])}<row r="2"><c r="A2" t="inlineStr"><is><t>${a(1)}</t></is></c><c r="B2" s="5"><v>45000</v></c><c r="C2" s="1"><v>45000.5</v></c><c r="D2" s="2"><v>1234.5</v></c><c r="E2" s="3"><v>0.125</v></c><c r="F2"><v>4006381333931</v></c><c r="G2"><f>0.1+0.2</f><v>0.30000000000000004</v></c><c r="H2" t="b"><v>1</v></c><c r="I2" t="e"><v>#REF!</v></c><c r="J2" s="4"/></row>`,
        },
      ],
      { formats: ['dd/mm/yyyy hh:mm', '#,##0.00\\ "EUR"', '0.0%', '@'] },
    ),
    [
      [
        2,
        a(1),
        {
          date: '2023-03-15',
          own: '15/03/2023 12:00',
          price: '1,234.50 EUR',
          share: '12.5%',
          gtin: '4006381333931',
          sum: '0.3',
          yes: 'TRUE',
          bad: '#REF!',
          none: '',
        },
      ],
    ],
  ),
  bytes(
    'dates-of-1904.xlsx',
    workbook(
      [
        {
          name: 'S',
          rows: `${rowsXml([['url', 'date']])}<row r="2"><c r="A2" t="inlineStr"><is><t>${a(1)}</t></is></c><c r="B2" s="1"><v>43538</v></c></row>`,
        },
      ],
      { since1904: true },
    ),
    [[2, a(1), { date: '2023-03-15' }]],
  ),
  bytes(
    'shared-texts.xlsx',
    workbook(
      [
        {
          name: 'S',
          rows: '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>',
        },
      ],
      {
        texts: [
          ...shared(['url', 'name', a(1)]),
          '<r><t>Oak </t></r><r><rPr><b/></rPr><t>&amp; ash_x000D_</t></r><rPh><t>no</t></rPh>',
        ],
      },
    ),
    [[2, a(1), { name: 'Oak & ash\r' }]],
  ),
  bytes(
    'hidden-first.xlsx',
    workbook([
      { ...sheet([['url'], [a('hidden')]]), name: 'Old', state: 'hidden' },
      { ...sheet([['url'], [a(1)]]), name: 'New' },
    ]),
    [[2, a(1)]],
  ),
  bytes(
    'second-sheet.xlsx',
    workbook([
      { ...sheet([['notes']]), name: 'Notes' },
      { ...sheet([['url'], [a(2)]]), name: 'FF&E' },
    ]),
    [[2, a(2)]],
    { sheet: 'ff&e' },
  ),
  bytes(
    'sheet-by-number.xlsx',
    workbook([
      { ...sheet([['notes']]), name: 'Notes' },
      { ...sheet([['url'], [a(2)]]), name: 'B' },
    ]),
    [[2, a(2)]],
    { sheet: '2' },
  ),
  bytes(
    'no-such-sheet.xlsx',
    workbook([
      { ...sheet([['url']]), name: 'Notes' },
      { ...sheet([['url']]), name: 'B' },
    ]),
    /no sheet "C" \(--sheet\); the sheets are: "Notes", "B"/,
    { sheet: 'C' },
  ),
  bytes(
    'merged-rooms.xlsx',
    workbook([
      {
        ...sheet([
          ['Room', 'url'],
          ['Lobby', a(1)],
          [null, a(2)],
          ['Bar', a(3)],
        ]),
        after: '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
      },
    ]),
    [
      [2, a(1), { room: 'Lobby' }],
      [3, a(2), { room: 'Lobby' }],
      [4, a(3), { room: 'Bar' }],
    ],
  ),
  bytes(
    'list.xlsx',
    workbook([
      sheet([
        [null, a(1)],
        [null, a(2)],
      ]),
    ]),
    [
      [1, a(1)],
      [2, a(2)],
    ],
  ),
  bytes(
    'no-header.xlsx',
    workbook([
      sheet([
        ['Chair', a(1)],
        ['Table', a(2)],
      ]),
    ]),
    /row 1, the first, holds data; expected a header/,
  ),
  bytes(
    'beyond-the-header.xlsx',
    workbook([
      sheet([
        ['url', 'n'],
        [a(1), 1, null, 'ask!'],
      ]),
    ]),
    [[2, a(1), { n: '1', 'column 4': 'ask!' }]],
  ),
  bytes('empty-sheet.xlsx', workbook([sheet([])]), /the sheet "Sheet1" is empty/),
  bytes(
    'no-url-column.xlsx',
    workbook([
      sheet([
        ['Name', 'Price'],
        ['Chair', 3],
      ]),
    ]),
    /no column holds URLs.*Name, Price/,
  ),
  bytes(
    'other-prefix.xlsx',
    zip([
      { path: '[Content_Types].xml', data: '<Types/>' },
      {
        path: '_rels/.rels',
        data: '<Relationships><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/xl/book.xml"/></Relationships>',
      },
      {
        path: 'xl/book.xml',
        data: '<x:workbook><x:sheets><x:sheet name="S" sheetId="1" rel:id="b"/></x:sheets></x:workbook>',
      },
      {
        path: 'xl/_rels/book.xml.rels',
        data: '<Relationships><Relationship Id="b" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="s.xml"/></Relationships>',
      },
      {
        path: 'xl/s.xml',
        data: `<x:worksheet><x:sheetData><x:row><x:c t="str"><x:v>url</x:v></x:c></x:row><x:row><x:c t="str"><x:v>${a(1)}</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
      },
    ]),
    [[2, a(1)]],
  ),
  bytes(
    'cut.xlsx',
    workbook([sheet([['url'], [a(1)]])]).subarray(0, -30),
    /not a whole \.xlsx workbook: it is damaged or cut off/,
  ),
  bytes(
    'spreadsheet.ods',
    zip([{ path: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet' }]),
    /OpenDocument spreadsheet, not an \.xlsx/,
  ),
  bytes('archive.zip', zip([{ path: 'a.csv', data: 'url\n' }]), /is a ZIP archive, not an \.xlsx workbook/),
];

export const foreign: readonly InputCase[] = [
  text('page.html', '<!doctype html>\n<html><a href="x">x</a></html>\n', /page\.html is HTML or XML; expected CSV/),
  text('spreadsheet-2003.xml', '<?xml version="1.0"?>\n<Workbook/>\n', /is HTML or XML/),
  text('document.pdf', '%PDF-1.7\n', /is a PDF document/),
  text(
    'old.xls',
    '\xD0\xCF\x11\xE0\xA1\xB1',
    /old Excel file \(\.xls\) or a workbook with a password; save it as \.xlsx/,
    {},
    'latin1',
  ),
  text('list.csv.gz', '\x1F\x8B\x08\x00', /compressed with gzip; unpack it first/, {}, 'latin1'),
  text('binary.csv', 'url,\x00\x01\x02\n', /is not text \(byte 5 is zero\)/),
];
