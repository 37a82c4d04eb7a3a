import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPglite } from '../../../sync/chain/database/pglite.ts'
import { COLUMNS } from '../../../sync/chain/import/booking-row.ts'
import { runNode } from '../../support/run-node.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const CLI = 'sync/chain/cli/main.ts'

/** A row of the file: a couple's two nights in July, as changed. */
function row(change: Partial<Record<(typeof COLUMNS)[number], string>> = {}): string {
  const cells: Record<(typeof COLUMNS)[number], string> = {
    lead_time: '7',
    arrival_date_year: '2016',
    arrival_date_month: 'July',
    arrival_date_day_of_month: '1',
    stays_in_weekend_nights: '1',
    stays_in_week_nights: '1',
    adults: '2',
    children: '0',
    babies: '0',
    reserved_room_type: 'A',
    assigned_room_type: 'A',
    deposit_type: 'No Deposit',
    adr: '82.5',
    reservation_status: 'Check-Out',
    reservation_status_date: '2016-07-03',
    ...change,
  }
  return COLUMNS.map((column) => cells[column]).join(',')
}

const ROWS = [
  row(),
  row(),
  row({ assigned_room_type: 'B', lead_time: '0' }),
  row({ reservation_status: 'Canceled' }),
  row({ reservation_status: 'No-Show', deposit_type: 'Non Refund' }),
  row({ stays_in_weekend_nights: '0', stays_in_week_nights: '0' }),
  row({ adr: 'cheap' }),
  row({ arrival_date_month: 'Juillet' }),
  '1,2,3',
  row({ adr: '-6.38', arrival_date_day_of_month: '31' }),
]

describe('import of historic bookings', () => {
  const directory = temporaryDirectory()
  const file = `${directory.path}/bookings.csv`
  const db = `${directory.path}/chain`
  const importInto = (where: string, ...more: string[]) =>
    runNode([CLI, 'import', file, '--hotel', 'Hôtel Soleil', '--db', where, '--json', ...more])

  beforeAll(() => writeFileSync(file, [COLUMNS.join(','), ...ROWS, ''].join('\n')))
  afterAll(() => directory.remove())

  test('IMP-01 every row is imported or reported with its line and reason, and the rest goes on', async () => {
    const run = await importInto(db)
    expect(run.exitCode).toBe(0)
    expect(JSON.parse(run.stdout)).toMatchObject({
      rows: 10,
      imported: 7,
      alreadyThere: 0,
      reported: 3,
      dayUse: 1,
      forced: 0,
      hotelId: 'hotel-soleil',
      roomsByType: { A: 2, B: 1 },
      bad: [
        { line: 8, reason: 'adr is no amount: cheap' },
        { line: 9, reason: 'arrival is no date: 1 Juillet' },
        { line: 10, reason: 'the row is too short: arrival_date_day_of_month is missing' },
      ],
    })
  })

  test('IMP-02 importing again changes nothing, also from a gzipped file; equal rows stay two bookings', async () => {
    const packed = `${file}.gz`
    writeFileSync(packed, gzipSync([COLUMNS.join(','), ...ROWS, ''].join('\n')))
    const run = await runNode([CLI, 'import', packed, '--hotel', 'Hôtel Soleil', '--db', db, '--json'])
    expect(JSON.parse(run.stdout)).toMatchObject({ imported: 0, alreadyThere: 7, reported: 3 })
  })

  test('IMP-03 status and stay follow the file; the type slept in counts, the type booked is charged', async () => {
    const opened = await openPglite(db)
    const lines = await opened.query(
      `SELECT r.status, r.guarantee, l.stay, l.charged_type, l.inventory_type, l.nightly_minor
       FROM reservation r JOIN stay_line l USING (hotel_id, reservation_id)
       ORDER BY l.stay, r.status, l.inventory_type, l.arrival, l.departure`,
    )
    const inventory = await opened.query(
      `SELECT room_type_id AS type, night, total_reserved AS n FROM room_type_inventory
       WHERE hotel_id = 'hotel-soleil' AND total_reserved > 0 ORDER BY 1, 2`,
    )
    await opened.close()
    const stay = { charged_type: 'A', guarantee: 'none', nightly_minor: [8250, 8250] }
    expect(lines).toEqual([
      { ...stay, status: 'paid', stay: 'departed', inventory_type: 'A', nightly_minor: [] },
      { ...stay, status: 'paid', stay: 'departed', inventory_type: 'A' },
      { ...stay, status: 'paid', stay: 'departed', inventory_type: 'A' },
      { ...stay, status: 'paid', stay: 'departed', inventory_type: 'A', nightly_minor: [-638, -638] },
      { ...stay, status: 'paid', stay: 'departed', inventory_type: 'B' },
      { ...stay, status: 'canceled', stay: 'expected', inventory_type: 'A' },
      { ...stay, status: 'paid', stay: 'no_show', inventory_type: 'A', guarantee: 'prepaid' },
    ])
    expect(inventory).toEqual([
      { type: 'A', night: '2016-07-01', n: 2 },
      { type: 'A', night: '2016-07-02', n: 2 },
      { type: 'A', night: '2016-07-31', n: 1 },
      { type: 'A', night: '2016-08-01', n: 1 },
      { type: 'B', night: '2016-07-01', n: 1 },
      { type: 'B', night: '2016-07-02', n: 1 },
    ])
  })

  test('IMP-04 what history sold beyond a limit enters as forced, each night with an open exception', async () => {
    const small = `${directory.path}/small`
    const run = await importInto(small, '--rooms', 'A=1')
    expect(JSON.parse(run.stdout)).toMatchObject({ imported: 7, forced: 2, roomsByType: { A: 1, B: 1 } })
    const opened = await openPglite(small)
    const open = await opened.query(
      "SELECT params FROM sync_exception WHERE kind = 'OVERSOLD_NIGHT' ORDER BY exception_id",
    )
    await opened.close()
    expect(open).toEqual([
      { params: { roomTypeId: 'A', night: '2016-07-01', units: 1 } },
      { params: { roomTypeId: 'A', night: '2016-07-02', units: 1 } },
    ])
  })

  test('IMP-05 --strict stops at the first bad row and imports nothing', async () => {
    const strict = `${directory.path}/strict`
    const run = await importInto(strict, '--strict')
    expect([run.exitCode, run.stdout]).toEqual([1, ''])
    expect(run.stderr).toBe('keyrack: line 8: adr is no amount: cheap (nothing was imported)\n')
  })

  test('IMP-06 what is no bookings file is one clear line', async () => {
    const other = `${directory.path}/other.csv`
    writeFileSync(other, 'a,b\n1,2\n')
    const lines: string[] = []
    for (const path of [other, `${directory.path}/missing.csv`, directory.path]) {
      const run = await runNode([CLI, 'import', path, '--hotel', 'X', '--db', db])
      expect(run.exitCode).toBe(1)
      lines.push(run.stderr.replaceAll(directory.path, ''))
    }
    expect(lines).toEqual([
      'keyrack: /other.csv is no bookings file: column lead_time is missing\n',
      'keyrack: no such file: /missing.csv\n',
      expect.stringMatching(/^keyrack: can not read : [^\n]+\n$/),
    ])
  })
})
