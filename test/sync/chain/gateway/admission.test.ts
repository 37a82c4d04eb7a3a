import { expect, test } from 'vitest'
import { Admission } from '../../../../sync/chain/gateway/admission.ts'

test('SYNC-58 so many are inside, so many wait in order, and the next is turned away', async () => {
  const admission = new Admission(2, 2)
  const entered: number[] = []
  const come = (n: number) =>
    admission.enter().then((isIn) => {
      if (isIn) entered.push(n)
      return isIn
    })
  const asked = [1, 2, 3, 4].map(come)
  expect(await come(5)).toBe(false)
  expect(entered).toEqual([1, 2])
  admission.leave()
  expect(await asked[2]).toBe(true)
  admission.leave()
  expect(await asked[3]).toBe(true)
  expect(entered).toEqual([1, 2, 3, 4])
  admission.leave()
  admission.leave()
  expect([await come(6), await come(7)]).toEqual([true, true])
})
