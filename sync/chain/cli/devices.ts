import type { Command, Option } from 'commander'
import { type DeviceId, type HotelId, isSlug, isUuidV7 } from '../../../shared/domain/ids.ts'
import type { Result } from '../../../shared/base/result.ts'
import { OperatorError } from '../database/port.ts'
import { selectHotel } from '../hotels/queries/hotels.ts'
import { removeDevice, setDeviceState } from '../sync/manage-devices.ts'
import { type Device, selectDevices } from '../sync/queries/devices.ts'
import { withChain } from './system.ts'

interface OfHotel {
  readonly db: string
  readonly hotel: string
}

/** The commands about a hotel's terminals; what is held back of one is decided on at the internal API. */
export function addDeviceCommands(program: Command, dbOption: () => Option): void {
  const device = program.command('device').description("a hotel's terminals")
  const ofHotel = (name: string, description: string) =>
    device.command(name).description(description).requiredOption('--hotel <id>', "the hotel's id").addOption(dbOption())
  ofHotel('list', 'every terminal').action(listDevices)
  ofHotel('revoke', 'take a terminal away: it is given nothing, and what it still pushes is held back')
    .argument('<id>')
    .action((id: string, options: OfHotel) => setState(id, options, 'revoked'))
  ofHotel('reinstate', 'give a terminal back that was taken away')
    .argument('<id>')
    .action((id: string, options: OfHotel) => setState(id, options, 'active'))
  ofHotel('remove', 'forget a terminal that was taken away; what it did stays').argument('<id>').action(remove)
}

async function listDevices({ db, hotel }: OfHotel): Promise<void> {
  await withChain(db, async (chain) => {
    const hotelId = hotel as HotelId // checked by the look-up
    if (!isSlug(hotel) || !(await selectHotel(chain.db, hotelId))) throw new OperatorError(`no hotel ${hotel}`)
    for (const one of await selectDevices(chain.db, hotelId)) {
      const heard = `heard of ${new Date(one.lastContactUtcMs).toISOString()}`
      const clock = one.clockOffsetMs === null ? 'clock unknown' : `clock ${one.clockOffsetMs} ms off`
      print([one.deviceId, one.name, one.deviceClass, one.state, `${one.lastSeq} ops`, heard, clock].join('\t'))
    }
  })
}

async function setState(id: string, { db, hotel }: OfHotel, state: Device['state']): Promise<void> {
  await withChain(db, async (chain) => {
    expectDone(id, hotel, await setDeviceState(chain, hotel as HotelId, deviceIdOf(id), state)) // none: DEVICE_UNKNOWN
    print(`${id} is ${state}`)
  })
}

async function remove(id: string, { db, hotel }: OfHotel): Promise<void> {
  await withChain(db, async (chain) => {
    expectDone(id, hotel, await removeDevice(chain, hotel as HotelId, deviceIdOf(id))) // none: DEVICE_UNKNOWN
    print(`${id} is removed`)
  })
}

function deviceIdOf(id: string): DeviceId {
  if (!isUuidV7(id)) throw new OperatorError(`${id} is no id of a terminal`)
  return id as DeviceId // just checked
}

function expectDone(id: string, hotel: string, done: Result<unknown, { readonly code: string }>): void {
  if (done.ok) return
  if (done.error.code === 'DEVICE_UNKNOWN') throw new OperatorError(`no terminal ${id} in hotel ${hotel}`)
  if (done.error.code === 'DEVICE_ACTIVE') throw new OperatorError(`${id} is in use: revoke it first`)
  throw new OperatorError(`ops of ${id} are held back: release or discard them first`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
