import type { ReconciliationView } from '../../../shared/desk-api/views/sync.ts'
import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import type { EntityName } from '../../../shared/domain/rows.ts'
import { parseLocalDate } from '../../../shared/domain/stay-dates.ts'
import { loadReconciliation } from '../../../sync/replica/queries/reconciliation.ts'
import type { DeskContext } from './desk-context.ts'

const BY_TYPE_AND_NIGHT: ReadonlySet<EntityName> = new Set(['inventory', 'rate', 'restriction'])

/** Rule HOST-35. */
export function reconciliationView({ replica: { db } }: DeskContext): ReconciliationView {
  const found = loadReconciliation(db)
  if (!found) return null
  const differences = found.differences.map(({ entity, key, cause }) => {
    const [first = '', night = ''] = key.split('/')
    const roomTypeId = BY_TYPE_AND_NIGHT.has(entity) ? (first as RoomTypeId) : null // the key of such a row: type, night
    const isByNight = roomTypeId !== null || entity === 'room_night'
    return { entity, key, cause, roomTypeId, night: isByNight ? parseLocalDate(night) : null }
  })
  return { ...found, differences }
}
