import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { DeviceId, HotelId } from '../../../shared/domain/ids.ts'
import { reclaimUnits } from '../allotments/reclaim.ts'
import type { Chain } from '../chain.ts'
import { type Device, deleteDevice, selectDevice, updateState } from './queries/devices.ts'
import { selectHeld } from './queries/quarantine.ts'
import { settleWithout } from './settle.ts'

export type DeviceRefusal = {
  readonly code: 'DEVICE_UNKNOWN' | 'DEVICE_ACTIVE' | 'QUARANTINE_HELD'
  readonly params: { readonly deviceId: string }
}

type Parts = Pick<Chain, 'writer' | 'streams' | 'clock' | 'rng'>

/**
 * Takes a terminal away (`revoked`) or gives it back (`active`), under the hotel's head: a push that was under way has
 * landed or comes after. A terminal that listens here is told at once, another one with its next pull. Nobody
 * waits for what a revoked one may still tell of who came. Refuses: `DEVICE_UNKNOWN`. Rules SYNC-41, NIGHT-05.
 */
export async function setDeviceState(
  parts: Parts,
  hotelId: HotelId,
  deviceId: DeviceId,
  state: Device['state'],
): Promise<Result<Device['state'], DeviceRefusal>> {
  const { writer, streams } = parts
  const written = await writer.write(hotelId, ({ tx }) => updateState(tx, hotelId, deviceId, state))
  if (!written.ok || !written.value.value) return refuse({ code: 'DEVICE_UNKNOWN', params: { deviceId } })
  if (state === 'revoked') {
    streams.revoke(deviceId)
    await settleWithout(parts, hotelId)
  }
  return ok(state)
}

/**
 * Forgets a terminal that was taken away; its ops and their outcomes stay, and what it could sell is the chain's again.
 * Refuses: `DEVICE_UNKNOWN`, `DEVICE_ACTIVE`
 * (revoke it first), `QUARANTINE_HELD` (what it still had to tell is to be released or discarded first). Rule SYNC-46.
 */
export async function removeDevice(
  { writer, clock }: Pick<Chain, 'writer' | 'clock'>,
  hotelId: HotelId,
  deviceId: DeviceId,
): Promise<Result<null, DeviceRefusal>> {
  const written = await writer.write(hotelId, async (hotel): Promise<Result<null, DeviceRefusal>> => {
    const { tx } = hotel
    const device = await selectDevice(tx, hotelId, deviceId)
    if (!device) return refuse({ code: 'DEVICE_UNKNOWN', params: { deviceId } })
    if (device.state === 'active') return refuse({ code: 'DEVICE_ACTIVE', params: { deviceId } })
    const after = device.lastSeq
    const held = await selectHeld(tx, hotelId, deviceId, { after, through: Number.MAX_SAFE_INTEGER, limit: 1 })
    if (held.length > 0) return refuse({ code: 'QUARANTINE_HELD', params: { deviceId } })
    // Refused where it was never given anything.
    await reclaimUnits(hotel, deviceId, clock.nowUtcMs())
    await deleteDevice(tx, hotelId, deviceId)
    return ok(null)
  })
  return written.ok ? written.value.value : refuse({ code: 'DEVICE_UNKNOWN', params: { deviceId } })
}
