import { expect, test } from 'vitest'
import { announceHub, findHubs, hubOf } from '../../../../electron/host/lan/discovery.ts'

test('HUB-19 a service record names the hub by an address of the LAN, the hotel and the fingerprint', () => {
  const txt = { hotel: 'demo', fingerprint: 'AA:BB' }
  expect(hubOf({ addresses: ['fe80::1', '10.0.0.5'], port: 4610, txt })).toEqual({
    address: '10.0.0.5:4610',
    hotelId: 'demo',
    fingerprint: 'AA:BB',
  })
  expect(hubOf({ addresses: ['fe80::1'], port: 4610, txt })?.address).toBe('[fe80::1]:4610')
  expect(hubOf({ addresses: [], port: 4610, txt })).toBeNull()
  expect(hubOf({ addresses: ['10.0.0.5'], port: 4610, txt: { hotel: 'demo' } })).toBeNull()
})

test('HUB-19 announcing and looking end cleanly and never throw, with multicast or without', async () => {
  const faults: Error[] = []
  const hub = { port: 4610, hotelId: 'demo', fingerprint: 'AA:BB', name: 'Desk' }
  const announced = announceHub(hub, (error) => faults.push(error))
  const found = Promise.withResolvers<string>()
  const finding = findHubs(
    ({ fingerprint }) => found.resolve(fingerprint),
    (error) => {
      faults.push(error)
      found.resolve('no multicast')
    },
  )
  // Where multicast goes nowhere nothing is heard at all: that is no failure either.
  const quiet = setTimeout(() => found.resolve('nothing heard'), 3_000)
  expect(['AA:BB', 'no multicast', 'nothing heard']).toContain(await found.promise)
  clearTimeout(quiet)
  announced.close()
  finding.close()
})
