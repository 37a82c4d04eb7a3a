import { beforeEach, describe, expect, test } from 'vitest'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { BatchedCalls } from '../../../sync/chain/cache/batched-calls.ts'

interface Question {
  readonly hotelId: HotelId
  readonly about: number
}

const of = (hotel: string, about: number): Question => ({ hotelId: hotel as HotelId, about })

describe('reads that are asked together', () => {
  /** The statements so far, each with how to end it. */
  let statements: { readonly asked: readonly number[]; readonly end: () => void }[]
  let rejected: Set<number>

  beforeEach(() => {
    statements = []
    rejected = new Set()
  })

  const run = async (questions: readonly Question[]) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const asked = questions.map(({ about }) => about)
    statements.push({ asked, end: resolve })
    await promise
    if (asked.some((about) => rejected.has(about))) throw new Error('rejected')
    return asked.map((about) => about * 10)
  }
  const turn = () => new Promise(setImmediate)
  const endAll = async () => {
    await turn()
    for (let at = 0; at < statements.length; at += 1) {
      statements[at]?.end()
      // One in which the answer comes, one at whose end the next statement goes.
      await turn()
      await turn()
    }
  }
  const asked = () => statements.map((statement) => statement.asked)

  test('CHAIN-34 what comes in one turn goes as one, what comes while statements are in flight goes next as one', async () => {
    const reads = new BatchedCalls({ run, lanes: 2, spansHotels: true })
    const answers: Promise<number>[] = []
    const ask = (...questions: number[]) => answers.push(...questions.map((about) => reads.ask(of(`h${about}`, about))))
    ask(1, 2)
    expect(asked()).toEqual([])
    await turn()
    ask(3)
    await turn()
    ask(4, 5)
    await turn()
    ask(6)
    await turn()
    expect(asked()).toEqual([[1, 2], [3]])
    await endAll()
    expect(asked()).toEqual([[1, 2], [3], [4, 5, 6]])
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50, 60])
  })

  test('CHAIN-34 where a statement may speak of one hotel only, each batch is of one', async () => {
    const reads = new BatchedCalls({ run, lanes: 1, spansHotels: false })
    const questions = [of('a', 1), of('a', 2), of('b', 3), of('a', 4)]
    const answers = Promise.all(questions.map((question) => reads.ask(question)))
    await endAll()
    expect(asked()).toEqual([[1, 2, 4], [3]])
    expect(await answers).toEqual([10, 20, 30, 40])
  })

  test('CHAIN-34 a question that the database rejects fails alone', async () => {
    const reads = new BatchedCalls({ run, lanes: 1, spansHotels: true })
    rejected.add(3)
    const answers = Promise.allSettled([1, 2, 3, 4].map((about) => reads.ask(of('a', about))))
    await endAll()
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(asked()).toEqual([[1, 2, 3, 4], [1], [2], [3], [4]])
  })
})
