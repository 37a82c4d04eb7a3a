import { unreachable } from '../../shared/base/assert.ts'
import type { Machine } from './machine.ts'

/** What a figure has to be: `[">=", 40]`. */
export type Want = readonly [comparison: '>=' | '<=' | '<' | '>' | '=', limit: number]

/** What a measuring command found, before anybody judged it. */
export interface Measurement {
  readonly name: string
  /** By dotted name, unit last: `walkin.p99_ms`. */
  readonly figures: Readonly<Record<string, number>>
  /** By the name of the figure. */
  readonly wants: Readonly<Record<string, Want>>
  /** How safe a write was that was measured as done: "SQLite WAL, synchronous=FULL". */
  readonly durability: string
}

export interface Report extends Measurement {
  /** A line for each figure that is not as wanted, that is no number, or that was wanted and not measured. */
  readonly misses: readonly string[]
  readonly machine: Machine
}

/** Judges a measurement. Rules: MEAS-01, MEAS-02. */
export function reportOf(measurement: Measurement, machine: Machine): Report {
  const { name, figures, wants, durability } = measurement
  const judged = new Set([...Object.keys(figures), ...Object.keys(wants)])
  const misses = [...judged].flatMap((figure) => missOf(figure, figures[figure], wants[figure]) ?? [])
  return { name, figures, wants, misses, machine, durability }
}

/** The report as one object on one line. */
export function jsonOf(report: Report): string {
  return JSON.stringify(report)
}

/** The report for a person: a row a figure, what was wanted beside it, then the misses, durability and machine. */
export function tableOf(report: Report): string {
  const { figures, wants, durability, machine } = report
  const names = new Set([...Object.keys(figures), ...Object.keys(wants)])
  const rows = [...names].map((figure) => {
    const value = figures[figure]
    const want = wants[figure]
    const miss = missOf(figure, value, want) !== null
    return [
      figure,
      value === undefined ? '-' : shortNumber(value),
      want ? want.join(' ') : '',
      miss ? 'MISS' : want ? 'ok' : '',
    ]
  })
  return [
    report.name,
    ...aligned([['figure', 'value', 'want', ''], ...rows]),
    ...report.misses.map((miss) => `missed: ${miss}`),
    `durability: ${durability}`,
    `machine: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, load ${machine.load}, ` +
      `Node ${machine.node}, ${machine.platform}`,
  ].join('\n')
}

/** Why a figure is a miss, or `null`. */
function missOf(figure: string, value: number | undefined, want: Want | undefined): string | null {
  const wanted = want ? `, want ${want.join(' ')}` : ''
  if (value === undefined) return `${figure} was not measured${wanted}`
  if (!Number.isFinite(value)) return `${figure} is no number${wanted}`
  return want && !holds(value, want) ? `${figure} is ${value}${wanted}` : null
}

function holds(value: number, [comparison, limit]: Want): boolean {
  switch (comparison) {
    case '>=':
      return value >= limit
    case '<=':
      return value <= limit
    case '<':
      return value < limit
    case '>':
      return value > limit
    case '=':
      return value === limit
    default:
      return unreachable(comparison)
  }
}

/** Three digits that count; whole numbers, and what is above a thousand, to the unit. */
function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return 'no number'
  const rounded = Math.abs(value) >= 1_000 ? Math.round(value) : Number(value.toPrecision(3))
  return rounded.toLocaleString('en', { maximumSignificantDigits: 15 })
}

/** Columns as wide as their widest cell, the second one (the value) flush right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0
      return column === 1 ? cell.padStart(width) : cell.padEnd(width)
    })
    return `  ${cells.join('  ')}`.trimEnd()
  })
}
