import type { AllotmentView } from '../../../shared/desk-api/views.ts'
import { loadAllotmentLines, loadAllotmentRooms } from '../../../sync/replica/queries/allotments.ts'
import { loadRoomTypes } from '../../../sync/replica/queries/room-lists.ts'
import type { DeskContext } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'

/** "Safe to sell offline: n" of every type, from tonight on. Rule HOST-16. */
export function allotmentView({ replica }: DeskContext): AllotmentView {
  const { db } = replica
  const { businessDate } = hotelOf(db)
  const deviceId = replica.device()?.deviceId ?? null
  const lines = deviceId === null ? [] : loadAllotmentLines(db, deviceId).filter((line) => line.night >= businessDate)
  const types = loadRoomTypes(db).map(({ roomTypeId }) => {
    const nights = lines
      .filter((line) => line.roomTypeId === roomTypeId && line.units > 0)
      .map(({ night, units }) => ({ night, units }))
    return { roomTypeId, tonight: nights.find(({ night }) => night === businessDate)?.units ?? 0, nights }
  })
  const rooms = deviceId === null ? [] : loadAllotmentRooms(db, deviceId, businessDate)
  return { types, rooms, asOfUtcMs: replica.position().lastPulledAtUtcMs }
}
