import { decideLoading } from '../../../shared/domain/deciding.ts'
import { decideDeclaration } from '../../../shared/domain/ops/allotments.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { AllotmentRequest, AllotmentResponse } from '../../../shared/wire/sync-messages.ts'
import type { Chain } from '../chain.ts'
import type { Device } from '../sync/queries/devices.ts'
import type { SyncRefusal } from '../sync/push.ts'
import type { HotelWork } from '../write-path/hotel-writer.ts'
import { selectRole, updateDeclaredEpoch, updateRole } from './queries/allotments.ts'
import { refillAllotment } from './refill.ts'

/**
 * Gives a terminal what it may sell without asking. The first time in an epoch it declares what it holds, since a restored
 * backup may know less of it: then that stands. Refuses: `HOTEL_UNKNOWN`, `EPOCH_CHANGED`. Rules: ALLOT-09, ALLOT-11.
 */
export async function allotUnits(
  { writer, demand, clock }: Pick<Chain, 'writer' | 'demand' | 'clock'>,
  { hotelId, deviceId, deviceClass }: Device,
  { epoch, role: asked, declared }: AllotmentRequest,
): Promise<Result<AllotmentResponse, SyncRefusal>> {
  const role = deviceClass === 'kiosk' ? 'kiosk' : asked
  const written = await writer.write(hotelId, async (hotel): Promise<Result<null, SyncRefusal>> => {
    const { head } = hotel
    if (epoch !== head.epoch) return refuse({ code: 'EPOCH_CHANGED', params: { epoch: head.epoch } })
    await updateRole(hotel.tx, hotelId, deviceId, role)
    await declare(hotel, { deviceId, declared, nowUtcMs: clock.nowUtcMs() })
    await refillAllotment(hotel, demand, { deviceId, role }, clock.nowUtcMs())
    return ok(null)
  })
  if (!written.ok) return written
  const { value, version } = written.value
  return value.ok ? ok({ head: version }) : value
}

interface Declaration {
  readonly deviceId: Device['deviceId']
  readonly declared: AllotmentRequest['declared']
  readonly nowUtcMs: number
}

async function declare({ tx, unit, head }: HotelWork, { deviceId, declared, nowUtcMs }: Declaration): Promise<void> {
  const known = await selectRole(tx, unit.hotelId, deviceId)
  if (!known || known.declaredEpoch === head.epoch) return
  await updateDeclaredEpoch(tx, unit.hotelId, deviceId, head.epoch)
  if (declared === null) return
  const { fence, lines } = declared
  const cause = { opId: null, deviceId, atUtcMs: nowUtcMs }
  const decided = await decideLoading(decideDeclaration({ deviceId, fence }, lines, cause, unit), unit.load)
  if (decided.ok) unit.apply(decided.value)
}
