import { type Command, InvalidArgumentError, Option } from 'commander'
import { type HotelId, isSlug } from '../../../shared/domain/ids.ts'
import { staffRoleSchema } from '../../../shared/wire/internal-api.ts'
import type { Role } from '../access/roles.ts'
import { STAFF_TOKEN_HOURS } from '../access/tokens.ts'
import type { Chain } from '../chain.ts'
import { OperatorError } from '../database/port.ts'
import { selectHotel } from '../hotels/queries/hotels.ts'
import { withChain } from './system.ts'

interface OnDatabase {
  readonly db: string
}

/** The commands that say who may call the chain: keys of the public API, and staff. */
export function addAccessCommands(program: Command, dbOption: () => Option): void {
  const key = program.command('key').description('keys of the public API')
  key
    .command('add')
    .description('make a key and print it, this once')
    .requiredOption('--name <name>', 'whose key it is', parseName)
    .option('--per-minute <n>', 'requests that it may make a minute (default: what the server gives a key)', parseCount)
    .option('--hotel <id>', 'the one hotel that it is for (default: every hotel)')
    .addOption(dbOption())
    .action(addKey)
  key.command('list').description('every key, without its secret').addOption(dbOption()).action(listKeys)
  key.command('revoke').description('end a key').argument('<id>').addOption(dbOption()).action(revokeKey)

  const staff = program.command('staff').description('who works for the chain, and may call the internal API')
  staff
    .command('add')
    .description('add a member of staff and print their id')
    .requiredOption('--name <name>', 'their name', parseName)
    .addOption(new Option('--role <role>', 'what they do').choices(staffRoleSchema.options).makeOptionMandatory())
    .option('--hotel <id...>', 'the hotels that they work for (default: every hotel)')
    .addOption(dbOption())
    .action(addStaff)
  staff.command('list').description('everybody').addOption(dbOption()).action(listStaff)
  staff
    .command('deactivate')
    .description('end what they may do, with every token')
    .argument('<id>')
    .addOption(dbOption())
    .action(deactivateStaff)
  staff
    .command('token')
    .description('print a token for the internal API')
    .argument('<id>')
    .option('--hours <n>', 'how long it is good for', parseCount, STAFF_TOKEN_HOURS)
    .addOption(dbOption())
    .action(printToken)
}

async function addKey(options: OnDatabase & { name: string; perMinute?: number; hotel?: string }): Promise<void> {
  await withChain(options.db, async (chain) => {
    const hotelId = options.hotel === undefined ? null : await knownHotel(chain, options.hotel)
    const { apiKey } = await chain.access.keys.add({
      name: options.name,
      hotelId,
      perMinute: options.perMinute ?? null,
    })
    print(apiKey)
  })
}

async function listKeys(options: OnDatabase): Promise<void> {
  await withChain(options.db, async (chain) => {
    for (const { keyId, name, hotelId, perMinute, createdAtUtcMs, revokedAtUtcMs } of await chain.access.keys.list()) {
      const state = revokedAtUtcMs === null ? 'active' : `revoked ${dayOf(revokedAtUtcMs)}`
      const pace = perMinute === null ? 'default' : `${perMinute} a minute`
      print([keyId, name, hotelId ?? 'every hotel', pace, `since ${dayOf(createdAtUtcMs)}`, state].join('\t'))
    }
  })
}

async function revokeKey(id: string, options: OnDatabase): Promise<void> {
  await withChain(options.db, async (chain) => {
    if (!(await chain.access.keys.revoke(id))) throw new OperatorError(`no key ${id}`)
    print(`key ${id} is revoked`)
  })
}

async function addStaff(options: OnDatabase & { name: string; role: Role; hotel?: string[] }): Promise<void> {
  await withChain(options.db, async (chain) => {
    const hotels: HotelId[] = []
    for (const id of options.hotel ?? []) hotels.push(await knownHotel(chain, id))
    const { name, role } = options
    const { staffId } = await chain.access.staff.add({ name, role, hotels: hotels.length > 0 ? hotels : '*' })
    print(staffId)
  })
}

async function listStaff(options: OnDatabase): Promise<void> {
  await withChain(options.db, async (chain) => {
    for (const { staffId, name, role, hotels, active } of await chain.access.staff.list()) {
      const scope = hotels === '*' ? 'every hotel' : hotels.join(', ')
      print([staffId, name, role, scope, active ? 'active' : 'not active'].join('\t'))
    }
  })
}

async function deactivateStaff(id: string, options: OnDatabase): Promise<void> {
  await withChain(options.db, async (chain) => {
    if (!(await chain.access.staff.deactivate(id))) throw new OperatorError(`no member of staff ${id}`)
    print(`${id} is not active any more`)
  })
}

async function printToken(id: string, options: OnDatabase & { hours: number }): Promise<void> {
  await withChain(options.db, async (chain) => {
    const token = await chain.access.staff.issueToken(id, options.hours)
    if (token === null) throw new OperatorError(`no active member of staff ${id}`)
    print(token)
  })
}

async function knownHotel(chain: Chain, id: string): Promise<HotelId> {
  const hotelId = id as HotelId // checked by the look-up
  if (!isSlug(id) || !(await selectHotel(chain.db, hotelId))) throw new OperatorError(`no hotel ${id}`)
  return hotelId
}

function parseName(text: string): string {
  const name = text.trim()
  if (name === '' || name.length > 80) throw new InvalidArgumentError('a name of 1 to 80 letters')
  return name
}

export function parseCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 1e9) throw new InvalidArgumentError('a number from 1 up')
  return count
}

function dayOf(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
