import { describe, expect, it } from 'vitest'
import { type Want, jsonOf, reportOf, tableOf } from './report.ts'

const MACHINE = { cpu: 'Z80', cores: 2, memoryGib: 4, load: 0.5, node: '24.0.0', platform: 'linux x64 6.1' }

function reportedOf(figures: Record<string, number>, wants: Record<string, Want>) {
  return reportOf({ name: 'sample', figures, wants, durability: 'none' }, MACHINE)
}

describe('misses', () => {
  it.each<[want: Want, value: number, missed: boolean]>([
    [['>=', 40], 40, false],
    [['>=', 40], 39.9, true],
    [['<=', 3], 3, false],
    [['<=', 3], 3.01, true],
    [['<', 3], 2.9, false],
    [['<', 3], 3, true],
    [['>', 0], 1, false],
    [['>', 0], 0, true],
    [['=', 0], 0, false],
    [['=', 0], 1, true],
  ])('MEAS-01 a want of %j holds or not for %d', (want, value, missed) => {
    const { misses } = reportedOf({ 'a.ms': value }, { 'a.ms': want })
    expect(misses).toEqual(missed ? [`a.ms is ${value}, want ${want.join(' ')}`] : [])
  })

  it('MEAS-01 a figure without a want is no miss', () => {
    expect(reportedOf({ a: 1 }, {}).misses).toEqual([])
  })

  it('MEAS-02 a want on what was not measured is a miss', () => {
    expect(reportedOf({ a: 1 }, { b: ['<=', 3] }).misses).toEqual(['b was not measured, want <= 3'])
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'MEAS-02 %d is a miss, wanted or not, whatever was wanted',
    (value) => {
      expect(reportedOf({ a: value, b: value, c: value }, { a: ['>=', 1], b: ['<=', 1] }).misses).toEqual([
        'a is no number, want >= 1',
        'b is no number, want <= 1',
        'c is no number',
      ])
    },
  )
})

describe('what is printed', () => {
  it('MEAS-03 the JSON is one line with every part of the report', () => {
    const json = jsonOf(reportedOf({ a: 4.2 }, { a: ['<=', 3] }))
    expect(json).not.toContain('\n')
    expect(JSON.parse(json)).toEqual({
      name: 'sample',
      figures: { a: 4.2 },
      wants: { a: ['<=', 3] },
      misses: ['a is 4.2, want <= 3'],
      machine: MACHINE,
      durability: 'none',
    })
  })

  it('MEAS-04 the table lines up figures and wants, marks ok and misses, and names durability and machine', () => {
    const table = tableOf(
      reportedOf({ 'a.p99_ms': 0.123456, per_s: 12_345.6 }, { per_s: ['>=', 10_000], gone: ['=', 0] }),
    )
    expect(table.split('\n')).toEqual([
      'sample',
      '  figure     value  want',
      '  a.p99_ms   0.123',
      '  per_s     12,346  >= 10000  ok',
      '  gone           -  = 0       MISS',
      'missed: gone was not measured, want = 0',
      'durability: none',
      'machine: Z80, 2 cores, 4 GiB, load 0.5, Node 24.0.0, linux x64 6.1',
    ])
  })
})
