import type { DowntimeView } from '../../../shared/desk-api/views.ts'

type PackStay = DowntimeView['inHouse'][number]
type PackRoom = DowntimeView['rooms'][number]

/** By name as a person looks one up, then by room. */
export function byName(stays: readonly PackStay[], locale: string): readonly PackStay[] {
  const { compare } = new Intl.Collator(locale, { sensitivity: 'base', numeric: true })
  return stays.toSorted(
    (a, b) =>
      compare(a.lastName, b.lastName) || compare(a.firstName, b.firstName) || compare(a.roomId ?? '', b.roomId ?? ''),
  )
}

/** Rooms floor by floor, lowest first, numbers in their order. */
export function byFloor(
  rooms: readonly PackRoom[],
): readonly { readonly floor: number; readonly rooms: readonly PackRoom[] }[] {
  const { compare } = new Intl.Collator('en', { numeric: true })
  const floors = Map.groupBy(rooms, ({ floor }) => floor)
  return [...floors]
    .toSorted(([a], [b]) => a - b)
    .map(([floor, all]) => ({ floor, rooms: all.toSorted((a, b) => compare(a.roomId, b.roomId)) }))
}
