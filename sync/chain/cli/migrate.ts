import { distribute, refuseWithoutCitus } from '../database/distribute.ts'
import { migrate } from '../database/migrate.ts'
import { openDatabase } from '../database/open-database.ts'

export interface MigrateOptions {
  readonly db: string
  /** Spread the hotels over the nodes of Citus too. */
  readonly distribute: boolean
}

export async function migrateCommand(options: MigrateOptions): Promise<void> {
  const db = await openDatabase(options.db)
  try {
    if (options.distribute) await refuseWithoutCitus(db)
    tell(`schema version ${await migrate(db)}`)
    if (options.distribute) await distribute(db, (statement) => tell(`${statement};`))
  } finally {
    await db.close()
  }
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
