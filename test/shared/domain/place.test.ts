import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Place, type PlaceBox, boxAround, distanceMetres } from '../../../shared/domain/place.ts'

const at = (latitude: number, longitude: number): Place => ({ latitude, longitude })
const LISBON = at(38.7223, -9.1393)
const PORTO = at(41.1579, -8.6291)

function holds({ south, north, west, east }: PlaceBox, { latitude, longitude }: Place): boolean {
  const inWidth = west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east
  return latitude >= south && latitude <= north && inWidth
}

/** The place that lies so far from another in a direction. */
function from({ latitude, longitude }: Place, metres: number, bearing: number): Place {
  const angle = metres / 6_371_009
  const lat = (latitude * Math.PI) / 180
  const end = Math.asin(Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(bearing))
  const turn = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(lat),
    Math.cos(angle) - Math.sin(lat) * Math.sin(end),
  )
  const lon = ((longitude + (turn * 180) / Math.PI + 540) % 360) - 180
  return at((end * 180) / Math.PI, lon)
}

describe('places', () => {
  test('SIS-01 distances are those of the great circle, also over the date line', () => {
    expect(distanceMetres(LISBON, PORTO)).toBeGreaterThan(273_000)
    expect(distanceMetres(LISBON, PORTO)).toBeLessThan(275_000)
    expect(distanceMetres(PORTO, LISBON)).toBe(distanceMetres(LISBON, PORTO))
    expect(distanceMetres(LISBON, LISBON)).toBe(0)
    expect(distanceMetres(at(0, 179.99), at(0, -179.99))).toBe(2_224)
    expect(distanceMetres(at(90, 0), at(90, 120))).toBe(0)
  })

  test('SIS-01 the box around a place holds whatever lies within the radius', () => {
    const place = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    })
    const radius = fc.integer({ min: 10, max: 200_000 })
    fc.assert(
      fc.property(
        place,
        radius,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.nat(6_283),
        (around, metres, part, turn) => {
          const other = from(around, metres * part, turn / 1_000)
          expect(holds(boxAround(around, metres), other)).toBe(true)
        },
      ),
    )
  })

  test('SIS-01 the box is no larger than it must be, crosses the date line and closes over a pole', () => {
    const box = boxAround(LISBON, 25_000)
    expect([holds(box, PORTO), holds(box, at(38.7223, -9.45)), holds(box, at(38.97, -9.1393))]).toEqual([
      false,
      false,
      false,
    ])
    const { west, east } = boxAround(at(-16.5, 179.9), 50_000)
    expect(west).toBeGreaterThan(179)
    expect(east).toBeLessThan(-179)
    expect(boxAround(at(89.9, 10), 50_000)).toMatchObject({ north: 90, west: -180, east: 180 })
  })
})
